package sh.paseo.cli.client;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A question to the daemon: its type, its fields, the types an answer may have, and how long to wait for it (empty: as long as the
 * connection lives). The connection makes the request id unless the fields have one.
 *
 * <p><b>Shape:</b> {@code Request.of("fetch_agent_request", fields)} is answered by {@code fetch_agent_response} within ten seconds.
 *
 * @param strict whether the time runs on while the connection is gone; else only a daemon that can be reached has to answer in time
 */
public record Request(String type, JsonObject fields, Set<String> replies, Optional<Duration> timeout, boolean strict) {
    private static final Duration USUAL = Duration.ofSeconds(10);

    public Request {
        replies = Set.copyOf(replies);
    }

    /** With the usual name of the reply and the usual patience. */
    public static Request of(String type, JsonObject fields) {
        String reply = type.endsWith("_request") ? type.substring(0, type.length() - "request".length()) + "response" : type + "/response";
        return new Request(type, fields, Set.of(reply), Optional.of(USUAL), false);
    }

    /** The same, answered by a message of this type. */
    public Request answeredBy(String reply) {
        return new Request(type, fields, Set.of(reply), timeout, strict);
    }

    /** The same with another patience for the daemon. */
    public Request within(Duration patience) {
        return new Request(type, fields, replies, Optional.of(patience), false);
    }

    /** The same, given up when so much time has gone by, come what may. */
    public Request atMost(Duration limit) {
        return new Request(type, fields, replies, Optional.of(limit), true);
    }

    /** The same, waiting for as long as the connection lives. */
    public Request withoutLimit() {
        return new Request(type, fields, replies, Optional.empty(), false);
    }

    /** Whether it changes something, so that it matters if it arrived. */
    boolean changes() {
        return !type.startsWith("fetch_") && !type.startsWith("get_") && !type.startsWith("wait_for_") && !type.startsWith("list_")
                && !type.endsWith("_list_request") && !type.endsWith("/list") && !type.equals("ping");
    }
}
