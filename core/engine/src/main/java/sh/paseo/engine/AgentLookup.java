package sh.paseo.engine;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds an agent by what a user typed: its id, the beginning of its id, or its title. */
public final class AgentLookup {
    private AgentLookup() {}

    /**
     * The one agent that is meant.
     *
     * <p><b>Errors</b>: {@link EngineException} {@code INVALID}, {@code AMBIGUOUS} or {@code NOT_FOUND}.
     */
    public static AgentState find(Collection<AgentState> agents, String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            throw new EngineException(EngineException.Code.INVALID, "Agent identifier cannot be empty");
        }
        List<AgentState> exact = matching(agents, a -> a.id().value().equals(text));
        if (!exact.isEmpty()) {
            return exact.getFirst();
        }
        List<AgentState> prefixed = matching(agents, a -> a.id().value().startsWith(text));
        if (!prefixed.isEmpty()) {
            return one(prefixed, "Agent identifier \"" + text + "\" is ambiguous");
        }
        List<AgentState> titled = matching(agents, a -> a.profile().title().filter(text::equals).isPresent());
        if (!titled.isEmpty()) {
            return one(titled, "Agent title \"" + text + "\" is ambiguous");
        }
        throw new EngineException(EngineException.Code.NOT_FOUND, "Agent not found: " + text);
    }

    private static List<AgentState> matching(Collection<AgentState> agents, Predicate<AgentState> test) {
        return agents.stream().filter(test).toList();
    }

    private static AgentState one(List<AgentState> found, String otherwise) {
        if (found.size() == 1) {
            return found.getFirst();
        }
        String ids = found.stream().map(a -> a.id().value()).sorted().collect(Collectors.joining(", "));
        throw new EngineException(EngineException.Code.AMBIGUOUS, otherwise + " (" + ids + ")");
    }
}
