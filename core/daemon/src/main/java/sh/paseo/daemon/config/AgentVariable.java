package sh.paseo.daemon.config;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;

/** Where the value of a variable comes from that {@code agents.providers.ID.env} gives to agents. Printed, it shows no value. */
public sealed interface AgentVariable {
    /** As it stands in the file. */
    record Text(String value) implements AgentVariable {
        @Override
        public String toString() {
            return "Text";
        }
    }

    /** That of a variable which the daemon was started with. */
    record FromEnv(String name) implements AgentVariable {}

    /** What a program prints, without the end of its last line. */
    record FromCommand(List<String> command) implements AgentVariable {
        public FromCommand {
            command = List.copyOf(command);
        }
    }

    /** <b>Errors</b>: {@code IllegalArgumentException} for another shape; its text does not hold the value, which may be secret. */
    static AgentVariable of(JsonValue value) {
        if (value instanceof JsonString text) {
            return new Text(text.getString());
        }
        if (value instanceof JsonObject object && object.size() == 1) {
            if (object.get("fromEnv") instanceof JsonString name && name.getString().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                return new FromEnv(name.getString());
            }
            if (object.get("fromCommand") instanceof JsonArray words && !words.isEmpty()
                    && words.stream().allMatch(JsonString.class::isInstance)) {
                return new FromCommand(words.getValuesAs(JsonString::getString));
            }
        }
        throw new IllegalArgumentException("write a text, {\"fromEnv\": \"NAME\"} or {\"fromCommand\": [\"program\", \"argument\"]}");
    }
}
