package sh.paseo.daemon.storage;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Optional;
import sh.paseo.api.agent.ToolDetail;

/**
 * Details in a form that Yasson can write and read back. Yasson 3.0.4 fails on two: a sub-agent, whose component {@code kind}
 * has the name of the discriminator, and a JSON value that is neither object nor null inside a type with a discriminator.
 *
 * <p><b>Shape</b>: {@code {"kind":"other","input":{"value":3},"output":{"value":null}}} for an {@code Other},
 * {@code {"kind":"other","input":{"subagent":{"kind":"explore","log":""}},"output":null}} for a sub-agent.
 */
final class StoredDetail {
    private static final String VALUE = "value";
    private static final String SUB_AGENT = "subagent";
    private static final String KIND = "kind";
    private static final String DESCRIPTION = "description";
    private static final String SESSION = "session";
    private static final String LOG = "log";

    private StoredDetail() {}

    static ToolDetail storable(ToolDetail detail) {
        return switch (detail) {
            case ToolDetail.Other(var input, var output) -> new ToolDetail.Other(boxed(input), boxed(output));
            case ToolDetail.SubAgent agent -> new ToolDetail.Other(
                    Json.createObjectBuilder().add(SUB_AGENT, object(agent)).build(), JsonValue.NULL);
            case ToolDetail.Shell _, ToolDetail.ReadFile _, ToolDetail.WriteFile _, ToolDetail.EditFile _, ToolDetail.Search _ -> detail;
            case ToolDetail.Fetch _, ToolDetail.Plan _, ToolDetail.PlainText _ -> detail;
        };
    }

    static ToolDetail restored(ToolDetail stored) {
        if (!(stored instanceof ToolDetail.Other(JsonValue input, JsonValue output))) {
            return stored;
        }
        JsonObject subAgent = input.asJsonObject().getJsonObject(SUB_AGENT);
        return subAgent == null ? new ToolDetail.Other(unboxed(input), unboxed(output)) : subAgent(subAgent);
    }

    private static JsonValue boxed(JsonValue value) {
        return Json.createObjectBuilder().add(VALUE, value).build();
    }

    private static JsonValue unboxed(JsonValue box) {
        return box.asJsonObject().getOrDefault(VALUE, JsonValue.NULL);
    }

    private static JsonObject object(ToolDetail.SubAgent agent) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        agent.kind().ifPresent(kind -> object.add(KIND, kind));
        agent.description().ifPresent(description -> object.add(DESCRIPTION, description));
        agent.session().ifPresent(session -> object.add(SESSION, session));
        return object.add(LOG, agent.log()).build();
    }

    private static ToolDetail subAgent(JsonObject object) {
        return new ToolDetail.SubAgent(text(object, KIND), text(object, DESCRIPTION), text(object, SESSION), object.getString(LOG, ""));
    }

    private static Optional<String> text(JsonObject object, String name) {
        return Optional.ofNullable(object.getString(name, null));
    }
}
