package sh.paseo.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import sh.paseo.api.AgentId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.DeliveryGuarantee;

/** Reads what an earlier daemon left and decides what becomes of it. */
final class Loading {
    private final EngineContext context;

    Loading(EngineContext context) {
        this.context = context;
    }

    /** Gives each agent, and for one that the earlier daemon left at work, how. */
    void agents(BiConsumer<AgentState, Optional<Input.Loaded>> taker) {
        List<AgentState> states = context.store().agents().join();
        Map<AgentId, List<QueuedPrompt>> queued = context.store().queued().join();
        Map<AgentId, Optional<LeftProcess>> left = context.processes().left();
        Map<AgentId, LeftProcess> adopted = new HashMap<>();
        states.stream().filter(this::adoptable)
                .forEach(state -> left.getOrDefault(state.id(), Optional.empty()).ifPresent(known -> adopted.put(state.id(), known)));
        Set<AgentId> others = new HashSet<>(left.keySet());
        others.removeAll(adopted.keySet());
        if (!others.isEmpty()) {
            context.processes().reap(others);
        }
        for (AgentState state : states) {
            List<QueuedPrompt> prompts = queued.getOrDefault(state.id(), List.of());
            Optional<LeftProcess> process = Optional.ofNullable(adopted.get(state.id()));
            boolean quiet = prompts.isEmpty() && process.isEmpty() && !state.activity().busy()
                    && state.activity().permissions().isEmpty();
            taker.accept(state, quiet ? Optional.empty() : Optional.of(new Input.Loaded(process, prompts, redrive(state, process))));
        }
    }

    private boolean adoptable(AgentState state) {
        return context.policy().outlive() && state.activity().times().archivedAt().isEmpty() && provider(state).isPresent();
    }

    private Optional<AgentProvider> provider(AgentState state) {
        return context.providers().provider(state.identity().provider());
    }

    /** The turn was to begin, and nothing of it was sent. What an agent without a process did is not known, so it is not done again. */
    private boolean redrive(AgentState state, Optional<LeftProcess> process) {
        Optional<TurnId> turn = state.activity().turn();
        boolean exactlyOnce = provider(state).map(known -> known.descriptor().delivery())
                .equals(Optional.of(DeliveryGuarantee.EXACTLY_ONCE));
        return process.isEmpty() && turn.isPresent() && exactlyOnce
                && context.store().sends(state.id(), 1).join().stream().noneMatch(send -> send.send().turn().equals(turn));
    }
}
