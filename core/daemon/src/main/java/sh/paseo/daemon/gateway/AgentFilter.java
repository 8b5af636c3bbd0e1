package sh.paseo.daemon.gateway;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.protocol.agents.AgentRequest.FetchAgents;
import sh.paseo.protocol.agents.AgentSnapshot;
import sh.paseo.protocol.agents.Project;

/** Which agents a client wants to see. Pure. */
record AgentFilter(boolean archivedToo, FetchAgents.Filter filter) {
    static AgentFilter of(FetchAgents request) {
        FetchAgents.Filter filter = request.filter().orElseGet(() -> new FetchAgents.Filter(Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        boolean active = request.scope().filter("active"::equals).isPresent();
        return new AgentFilter(!active && filter.includeArchived().orElse(false), filter);
    }

    boolean admits(AgentSnapshot agent, Project project) {
        Map<String, String> labels = filter.labels().orElse(Map.of());
        return (archivedToo || agent.archivedAt().isEmpty()) && agent.labels().entrySet().containsAll(labels.entrySet())
                && within(filter.projectKeys(), project.projectKey()) && within(filter.statuses(), agent.status())
                && filter.requiresAttention().map(wanted -> wanted == agent.requiresAttention()).orElse(true)
                && filter.thinkingOptionId().map(wanted -> agent.effectiveThinkingOptionId().filter(wanted::equals).isPresent())
                        .orElse(true);
    }

    private static boolean within(Optional<List<String>> wanted, String value) {
        return wanted.map(list -> list.isEmpty() || list.contains(value)).orElse(true);
    }
}
