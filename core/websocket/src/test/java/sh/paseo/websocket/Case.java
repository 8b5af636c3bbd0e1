package sh.paseo.websocket;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** A conversation with an echo server: what a client does and what it must see. */
record Case(String id, String description, List<JsonObject> steps, JsonObject expected, boolean closedByMe, List<Integer> codes) {
    /** The published cases; the folder is not part of the repository. */
    static Path recorded() {
        return Path.of(System.getProperty("paseo.shared", "../shared"), "vectors", "websocket", "rfc6455-cases.json");
    }

    static List<Case> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in);
        }
    }

    /** The cases of this repository, in the same form, with "times" to repeat a payload. */
    static List<Case> own() throws IOException {
        try (InputStream in = Case.class.getResourceAsStream("own-cases.json")) {
            return read(in);
        }
    }

    private static List<Case> read(InputStream in) {
        return Json.createReader(in).readObject().getJsonArray("cases").getValuesAs(JsonObject.class).stream().map(Case::of).toList();
    }

    private static Case of(JsonObject json) {
        JsonObject close = json.getJsonObject("expectedClose");
        return new Case(json.getString("id"), json.getString("description"), json.getJsonArray("steps").getValuesAs(JsonObject.class),
                json.getJsonObject("expected"), close.getBoolean("closedByMe"),
                close.getJsonArray("closeCode").getValuesAs(v -> ((JsonNumber) v).intValue()));
    }

    List<String> expected(String strictness) {
        JsonArray events = expected.getJsonArray(strictness);
        return events == null ? List.of("never") : events.getValuesAs(JsonArray.class).stream().map(Case::event).toList();
    }

    private static String event(JsonArray event) {
        String kind = event.getString(0);
        return switch (kind) {
            case "message" -> kind + " " + (event.getBoolean(2) ? "binary " : "text ") + repeated(event.getString(1), event, 3);
            default -> kind + " " + event.getString(1);
        };
    }

    private static String repeated(String payload, JsonArray event, int at) {
        return event.size() > at ? payload.repeat(event.getInt(at)) : payload;
    }

    static byte[] payload(JsonObject step) {
        JsonValue payload = step.get("payload");
        if (payload == null || payload == JsonValue.NULL) {
            return new byte[0];
        }
        return HexFormat.of().parseHex(step.getString("payload").repeat(step.getInt("times", 1)));
    }
}
