package sh.paseo.cli.client;

import jakarta.json.JsonObject;

/** How a request ended. */
public sealed interface Reply {
    /** The payload of the answer; throws the reason when there is none. */
    JsonObject payload();

    /** The daemon answered with this payload. */
    record Answered(JsonObject payload) implements Reply {}

    /** The daemon refused, or the connection ended before the answer. */
    record Refused(CliException reason) implements Reply {
        @Override
        public JsonObject payload() {
            throw reason;
        }
    }
}
