package sh.paseo.engine;

import java.util.List;

/** The result of one input: how the agent stands now and what is to happen, in order. */
record Step(AgentState state, Live live, List<Output> outputs) {
    Step {
        outputs = List.copyOf(outputs);
    }
}
