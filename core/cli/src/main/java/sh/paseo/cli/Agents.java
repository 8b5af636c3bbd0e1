package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Request;

/**
 * The agents of a daemon, as the commands ask for them.
 *
 * <p><b>Source:</b> spec/wire/03 G2, G3; spec/wire/05 §1, §2.
 */
final class Agents {
    static final int SHORT_ID = 7;

    private static final Duration USUAL = Duration.ofSeconds(15);
    /** How much longer than the daemon was told to wait we wait for its answer. */
    static final Duration LATE = Duration.ofSeconds(5);
    private static final Set<String> OWN_CODES = Set.of("DAEMON_NOT_RUNNING", DaemonConnection.UNKNOWN);

    private final DaemonConnection connection;

    Agents(DaemonConnection connection) {
        this.connection = connection;
    }

    static String shortId(String id) {
        return id.length() > SHORT_ID ? id.substring(0, SHORT_ID) : id;
    }

    static String id(JsonObject agent) {
        return Json.text(agent, "id").orElse("");
    }

    static boolean archived(JsonObject agent) {
        return Json.filled(agent, "archivedAt").isPresent();
    }

    static boolean running(JsonObject agent) {
        return Json.text(agent, "status").orElse("").equals("running");
    }

    /** Runs a step of a command and says in its words what went wrong; only a daemon that is not there keeps its own code. */
    static <T> T step(String code, String failed, Supplier<T> step) {
        try {
            return step.get();
        } catch (CliException failure) {
            if (OWN_CODES.contains(failure.code())) {
                throw failure;
            }
            throw new CliException(code, failed + ": " + failure.getMessage(), failure.details().orElse(""));
        }
    }

    /** The agents that {@code fetch_agents_request} with these fields lists. */
    List<JsonObject> list(JsonObject fields) {
        JsonObject reply = connection.request(Request.of("fetch_agents_request", fields));
        return Json.children(reply, "entries").stream().map(entry -> Json.child(entry, "agent")).filter(agent -> !agent.isEmpty()).toList();
    }

    /** All agents, the archived too. */
    List<JsonObject> all() {
        return list(Json.object().add("filter", Json.object().add("includeArchived", true)).build());
    }

    /** The agent that the user's text means, looked up by the daemon. */
    JsonObject fetch(String lookup) {
        return fetched(connection.request(fetching(lookup)), lookup);
    }

    static Request fetching(String lookup) {
        return Request.of("fetch_agent_request", Json.object().add("agentId", lookup).build());
    }

    /** The agent in the answer to {@link #fetching}. */
    static JsonObject fetched(JsonObject reply, String lookup) {
        Optional<String> error = Json.filled(reply, "error");
        JsonObject agent = Json.child(reply, "agent");
        if (error.isPresent() || agent.isEmpty()) {
            throw new CliException("AGENT_NOT_FOUND", error.orElse("Agent not found: " + lookup));
        }
        return agent;
    }

    /** Answers a question of an agent; the daemon's word that it is resolved is the answer to this. */
    static Request answering(String agentId, String question, JsonObject response) {
        return Request.of("agent_permission_response",
                Json.object().add("agentId", agentId).add("requestId", question).add("response", response).build())
                .answeredBy("agent_permission_resolved").within(USUAL);
    }

    /** The whole timeline, merged for reading; what it holds is the payload of 04 §6. */
    JsonObject timeline(String id) {
        return timeline(Json.object().add("agentId", id).add("direction", "tail").add("limit", 0).add("projection", "projected").build());
    }

    private JsonObject timeline(JsonObject fields) {
        JsonObject reply = connection.request(Request.of("fetch_agent_timeline_request", fields).within(USUAL));
        Optional<String> error = Json.filled(reply, "error");
        if (error.isPresent()) {
            throw new CliException("TIMELINE_FAILED", error.get());
        }
        return reply;
    }

    static List<JsonObject> items(JsonObject timeline) {
        return Json.children(timeline, "entries").stream().map(entry -> Json.child(entry, "item")).toList();
    }

    /** Asks for a change that is answered with {@code accepted}. */
    void change(String type, JsonObject fields) {
        JsonObject reply = connection.request(Request.of(type, fields).within(USUAL));
        if (!Json.isTrue(reply, "accepted")) {
            throw new CliException("NOT_ACCEPTED", Json.filled(reply, "error").orElse("the daemon did not accept it"));
        }
    }

    /** Asks for a change of one agent that is answered with the given type of message. */
    JsonObject change(String type, String reply, String id) {
        return connection.request(Request.of(type, Json.object().add("agentId", id).build()).answeredBy(reply).within(USUAL));
    }

    /** The request that is answered when the agent is done, needs a permission or the time is over. */
    static Request waitForFinish(String id, Optional<Duration> timeout) {
        var fields = Json.object().add("agentId", id);
        timeout.ifPresent(limit -> fields.add("timeoutMs", limit.toMillis()));
        Request request = Request.of("wait_for_finish_request", fields.build());
        return timeout.isEmpty() ? request.withoutLimit() : request.atMost(timeout.get().plus(LATE));
    }

    /** Waits until the agent is done, needs a permission or the time is over, which it also is when the daemon cannot say so. */
    JsonObject finished(String id, Optional<Duration> timeout) {
        try {
            return connection.request(waitForFinish(id, timeout));
        } catch (CliException late) {
            if (late.code().equals("REQUEST_TIMEOUT")) {
                return Json.object().add("status", "timeout").build();
            }
            throw late;
        }
    }

    /** Finds an agent in a list the way 05 §1 says for commands that look up themselves. */
    static JsonObject find(List<JsonObject> agents, String text) {
        String wanted = text.trim().toLowerCase(Locale.ROOT);
        Predicate<JsonObject> prefix = agent -> id(agent).toLowerCase(Locale.ROOT).startsWith(wanted);
        List<JsonObject> prefixed = agents.stream().filter(prefix).toList();
        return first(agents, agent -> id(agent).equals(text.trim()))
                .or(() -> prefixed.size() == 1 ? Optional.of(prefixed.getFirst()) : Optional.empty())
                .or(() -> first(agents, agent -> title(agent).equals(wanted)))
                .or(() -> first(agents, agent -> title(agent).contains(wanted)))
                .or(() -> prefixed.stream().findFirst())
                .orElseThrow(() -> new CliException("AGENT_NOT_FOUND", "Agent not found: " + text, "See the ids with: paseo ls -a"));
    }

    private static Optional<JsonObject> first(List<JsonObject> agents, Predicate<JsonObject> test) {
        return agents.stream().filter(test).findFirst();
    }

    private static String title(JsonObject agent) {
        return Json.text(agent, "title").orElse("").toLowerCase(Locale.ROOT);
    }
}
