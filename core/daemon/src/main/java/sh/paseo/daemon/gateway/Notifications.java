package sh.paseo.daemon.gateway;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import sh.paseo.api.AgentId;
import sh.paseo.engine.AgentState;

/** Who is notified when an agent needs its user, and in what words. Pure. <b>Source</b>: wire specification 04, section 10. */
final class Notifications {
    private Notifications() {}

    /** What a client shows. */
    record Text(String title, String body, String serverId) {}

    /** The session whose user was active last; none if somebody looks at the agent already or nobody is there. */
    static Optional<ClientSession> whom(Collection<ClientSession> sessions, AgentId agent, Instant now) {
        if (sessions.stream().anyMatch(s -> s.presence().filter(p -> p.looksAt(agent.value(), now)).isPresent())) {
            return Optional.empty();
        }
        return sessions.stream().filter(s -> s.presence().filter(p -> p.present(now)).isPresent())
                .max(Comparator.comparing(s -> s.presence().map(Presence::lastActivity).orElse(Instant.MIN)));
    }

    static Text text(AgentState state, String serverId) {
        String name = state.profile().title().orElse("Agent");
        if (!state.activity().permissions().isEmpty()) {
            var request = state.activity().permissions().getFirst();
            return new Text("Agent needs permission", name + ": " + request.title().or(request::description).orElse(request.name()),
                    serverId);
        }
        return state.activity().lastError().map(error -> new Text("Agent needs attention", name + ": " + error, serverId))
                .orElseGet(() -> new Text("Agent finished", name, serverId));
    }

}
