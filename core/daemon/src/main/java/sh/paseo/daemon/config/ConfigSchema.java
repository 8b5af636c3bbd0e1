package sh.paseo.daemon.config;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import sh.paseo.daemon.config.ConfigKeys.Key;
import sh.paseo.daemon.config.ConfigKeys.Shape;

/** The table of keys as a JSON Schema (draft-07), with which editors complete and check a configuration. */
final class ConfigSchema {
    private static final String ROOT = "";

    private ConfigSchema() {}

    static JsonObject json() {
        return Json.createObjectBuilder().add("title", "Configuration of Paseo").addAll(Json.createObjectBuilder(section(ROOT))).build();
    }

    /** @param prefix the path of the section with a dot behind it */
    private static JsonObject section(String prefix) {
        JsonObjectBuilder properties = Json.createObjectBuilder();
        JsonObjectBuilder section = Json.createObjectBuilder().add("type", "object").add("additionalProperties", false);
        for (Key key : ConfigKeys.ALL) {
            String name = key.path().startsWith(prefix) ? key.path().substring(prefix.length()) : ROOT;
            if (name.equals("*")) {
                section.add("additionalProperties", value(key));
            } else if (!name.isEmpty() && name.indexOf('.') < 0) {
                properties.add(name, value(key));
            }
        }
        return section.add("properties", properties).build();
    }

    private static JsonObject value(Key key) {
        JsonObjectBuilder value = Json.createObjectBuilder(key.shape() == Shape.SECTION ? section(key.path() + ".") : shape(key));
        if (!key.about().isEmpty()) {
            value.add("description", key.about());
        }
        return value.build();
    }

    private static JsonObject shape(Key key) {
        return switch (key.shape()) {
            case SECTION, OPEN -> key.path().equals("agents.providers.*") ? provider() : typed("object");
            case TEXT -> typed("string");
            case TEXTS -> any(typed("string"), texts());
            case HOSTS -> any(typed("string"), texts(), Json.createObjectBuilder().add("const", true).build());
            case TRUTH -> typed("boolean");
            case NUMBER -> typed("integer");
            case TIME -> any(typed("string"), typed("integer"));
            case HASHES -> Json.createObjectBuilder(typed("object")).add("additionalProperties",
                    Json.createObjectBuilder(typed("string")).add("pattern", "^[0-9a-f]{64}$")).build();
        };
    }

    /** What all providers have in common. */
    private static JsonObject provider() {
        JsonObject variable = any(typed("string"), only("fromEnv", typed("string")), only("fromCommand", texts()));
        return Json.createObjectBuilder(typed("object")).add("properties", Json.createObjectBuilder()
                .add("enabled", typed("boolean"))
                .add("command", texts())
                .add("env", Json.createObjectBuilder(typed("object")).add("additionalProperties", variable))).build();
    }

    private static JsonObject only(String name, JsonObject value) {
        return Json.createObjectBuilder(typed("object")).add("additionalProperties", false)
                .add("properties", Json.createObjectBuilder().add(name, value)).add("required", Json.createArrayBuilder().add(name))
                .build();
    }

    private static JsonObject texts() {
        return Json.createObjectBuilder(typed("array")).add("items", typed("string")).build();
    }

    private static JsonObject typed(String type) {
        return Json.createObjectBuilder().add("type", type).build();
    }

    private static JsonObject any(JsonObject... shapes) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (JsonObject shape : shapes) {
            all.add(shape);
        }
        return Json.createObjectBuilder().add("anyOf", all).build();
    }
}
