package sh.paseo.daemon.processes;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import sh.paseo.api.AgentId;

/**
 * The environment of agents: the daemon's own, as it was before the launcher changed it, without what is meant for the daemon.
 *
 * <p>The launcher keeps a variable it changes as {@code PASEO_USER_<name>}; an empty value means that there was none.
 */
final class AgentEnvironment {
    /** Names the agent in each process that descends from it. */
    static final String AGENT = "PASEO_AGENT_ID";

    private static final String OURS = "PASEO_";
    private static final String KEPT = "PASEO_USER_";

    private final Map<String, String> base;

    AgentEnvironment(Map<String, String> inherited) {
        Map<String, String> restored = new TreeMap<>(inherited);
        inherited.forEach((name, value) -> {
            if (name.startsWith(KEPT) && value.isEmpty()) {
                restored.remove(name.substring(KEPT.length()));
            } else if (name.startsWith(KEPT)) {
                restored.put(name.substring(KEPT.length()), value);
            }
        });
        restored.keySet().removeIf(name -> name.startsWith(OURS));
        base = Map.copyOf(restored);
    }

    Map<String, String> with(Map<String, String> added) {
        Map<String, String> all = new HashMap<>(base);
        all.putAll(added);
        return Map.copyOf(all);
    }

    /** What {@code added} says goes before what is inherited, but nothing hides whose process it is. */
    Map<String, String> of(AgentId agent, Map<String, String> added) {
        Map<String, String> all = new HashMap<>(with(added));
        all.put(AGENT, agent.value());
        return Map.copyOf(all);
    }
}
