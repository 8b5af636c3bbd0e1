package sh.paseo.cli.client;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A question to the daemon: its type, its fields without the request id, the types an answer may have, and how long to wait for it (empty:
 * as long
 * as the connection lives).
 *
 * <p><b>Shape:</b> {@code Request.of("fetch_agent_request", fields)} is answered by {@code fetch_agent_response} within ten seconds.
 */
public record Request(String type, JsonObject fields, Set<String> replies, Optional<Duration> timeout) {
    private static final Duration USUAL = Duration.ofSeconds(10);

    public Request {
        replies = Set.copyOf(replies);
    }

    /** With the usual name of the reply and the usual patience. */
    public static Request of(String type, JsonObject fields) {
        String reply = type.endsWith("_request") ? type.substring(0, type.length() - "request".length()) + "response" : type + "/response";
        return new Request(type, fields, Set.of(reply), Optional.of(USUAL));
    }

    /** The same, answered by a message of this type. */
    public Request answeredBy(String reply) {
        return new Request(type, fields, Set.of(reply), timeout);
    }

    /** The same with another patience. */
    public Request within(Duration patience) {
        return new Request(type, fields, replies, Optional.of(patience));
    }

    /** The same, waiting for as long as the connection lives. */
    public Request withoutLimit() {
        return new Request(type, fields, replies, Optional.empty());
    }
}
