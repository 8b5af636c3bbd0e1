package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import sh.paseo.cli.client.Reply;

/** Something a command that follows an agent has to react to, in the order in which it happened. */
sealed interface Happening {
    /** The daemon sent a message. */
    record Message(JsonObject message) implements Happening {}

    /** The request that waits for the end of the turn was answered. */
    record Settled(Reply reply) implements Happening {}

    /** Rows that were missed have come. */
    record Fetched(Reply reply) implements Happening {}

    /** The daemon said how the agent stands. */
    record Looked(Reply reply) implements Happening {}

    /** The daemon took the user's answer to a question, or did not. */
    record Taken(String question, Reply reply) implements Happening {}

    /** The user typed a line; empty at the end of the input. */
    record Typed(Optional<String> line) implements Happening {}

    /** The user pressed Ctrl-C. */
    record Interrupt() implements Happening {}

    /** The connection is back after so long; what was sent meanwhile is missing. */
    record Reconnected(Duration away) implements Happening {}

    /** The connection ended. */
    record Lost(String reason) implements Happening {}

    /** Nothing happened for as long as was waited. */
    record Timeout() implements Happening {}
}
