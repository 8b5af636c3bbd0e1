package sh.paseo.cli;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.RandomIds;
import sh.paseo.cli.text.PrettyJson;

/**
 * Makes an agent answer with a JSON object of a given form: asks for it, reads the last message, and tells the agent what is wrong, twice
 * at most.
 *
 * <p><b>Source:</b> spec/wire/05 §2, {@code --output-schema}.
 */
final class OutputSchema {
    private static final String FAILED = "OUTPUT_SCHEMA_FAILED";
    private static final int MORE_ROUNDS = 2;

    private final JsonObject schema;

    private OutputSchema(JsonObject schema) {
        this.schema = schema;
    }

    /** The schema in a file, or written in place. */
    static OutputSchema read(String text, Surroundings around) {
        try {
            return new OutputSchema(Json.read(text.stripLeading().startsWith("{") ? text : Files.readString(around.resolve(text))));
        } catch (IOException | JsonException unusable) {
            throw new CliException("INVALID_OUTPUT_SCHEMA", "--output-schema is no JSON schema: " + unusable.getMessage());
        }
    }

    /** The prompt with the wish for JSON behind it. */
    String asked(String prompt) {
        return prompt + "\n\nAnswer with one JSON object and nothing else, no code fence. It must match this JSON schema:\n" + schema;
    }

    /** Waits for the answer of an agent that was asked, and prints the object alone. */
    int converse(Call call, DaemonConnection connection, JsonObject agent, Optional<Duration> timeout) {
        String id = Agents.id(agent);
        var agents = new Agents(connection);
        String wrong = "";
        for (int round = 0; round <= MORE_ROUNDS; round++) {
            if (round > 0) {
                agents.change("send_agent_message_request", Json.object().add("agentId", id).add("messageId", RandomIds.next())
                        .add("text", "That did not match: " + wrong + ". Answer with the JSON object alone.").build());
            }
            String message = message(agents, id, timeout);
            try {
                JsonObject object = Json.read(unfenced(message));
                List<String> problems = SchemaCheck.problems(schema, object);
                if (problems.isEmpty()) {
                    call.terminal().out(PrettyJson.write(object) + "\n");
                    return 0;
                }
                wrong = String.join("; ", problems);
            } catch (JsonException noJson) {
                wrong = "it is not one JSON object";
            }
        }
        throw new CliException(FAILED, "The agent's answer does not match the schema: " + wrong,
                "See it with: paseo logs " + Agents.shortId(id));
    }

    private static String message(Agents agents, String id, Optional<Duration> timeout) {
        JsonObject reply = agents.finished(id, timeout);
        String status = Json.text(reply, "status").orElse("error");
        if (!status.equals("idle")) {
            throw new CliException(FAILED,
                    "The agent did not finish: " + status + Json.filled(reply, "error").map(text -> ", " + text).orElse(""));
        }
        return Json.filled(reply, "lastMessage").orElseGet(() -> lastWords(agents, id));
    }

    private static String lastWords(Agents agents, String id) {
        return Agents.items(agents.timeline(id)).reversed().stream()
                .filter(item -> Json.text(item, "type").orElse("").equals("assistant_message"))
                .findFirst().flatMap(item -> Json.text(item, "text")).orElse("");
    }

    /** Agents like to wrap JSON in a fence or in a sentence. */
    private static String unfenced(String message) {
        int start = message.indexOf('{');
        int end = message.lastIndexOf('}');
        return start < 0 || end < start ? message : message.substring(start, end + 1);
    }
}
