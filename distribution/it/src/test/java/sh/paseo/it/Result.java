package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.io.StringReader;
import java.util.List;

/** What a program said and how it ended. */
record Result(List<String> command, int exit, String out, String err) {
    /** Itself, if it ended well and had nothing to complain about. */
    Result ok() {
        assertEquals(0, exit, this::toString);
        assertEquals("", err, this::toString);
        return this;
    }

    JsonArray jsonArray() {
        return (JsonArray) json();
    }

    JsonObject jsonObject() {
        return (JsonObject) json();
    }

    private JsonStructure json() {
        try (var reader = Json.createReader(new StringReader(out))) {
            return reader.read();
        }
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nexit " + exit + "\n--- out\n" + out + "\n--- err\n" + err;
    }
}
