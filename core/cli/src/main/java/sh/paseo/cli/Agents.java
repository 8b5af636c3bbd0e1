package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    /** Runs a step of a command and says in its words what went wrong; only a missing daemon keeps its own code. */
    static <T> T step(String code, String failed, Supplier<T> step) {
        try {
            return step.get();
        } catch (CliException failure) {
            if (failure.code().equals("DAEMON_NOT_RUNNING")) {
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
        JsonObject reply = connection.request(Request.of("fetch_agent_request", Json.object().add("agentId", lookup).build()));
        Optional<String> error = Json.filled(reply, "error");
        JsonObject agent = Json.child(reply, "agent");
        if (error.isPresent() || agent.isEmpty()) {
            throw new CliException("AGENT_NOT_FOUND", error.orElse("Agent not found: " + lookup));
        }
        return agent;
    }

    /** The whole timeline, merged for reading; what it holds is the payload of 04 §6. */
    JsonObject timeline(String id) {
        return timeline(Json.object().add("agentId", id).add("direction", "tail").add("limit", 0).add("projection", "projected").build());
    }

    /** The rows behind a cursor. */
    JsonObject timelineAfter(String id, String epoch, long seq) {
        return timeline(Json.object().add("agentId", id).add("direction", "after").add("limit", 0).add("projection", "projected")
                .add("cursor", Json.object().add("epoch", epoch).add("seq", seq)).build());
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
        return timeout.isEmpty() ? request.withoutLimit() : request.within(timeout.get().plusSeconds(5));
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
