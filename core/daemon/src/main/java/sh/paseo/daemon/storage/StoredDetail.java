package sh.paseo.daemon.storage;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import sh.paseo.api.agent.ToolDetail;

/**
 * Details in a form that Yasson can write and read back: version 3.0.4 fails on a JSON value that is neither object nor null inside a
 * type with a discriminator.
 *
 * <p><b>Shape</b>: {@code {"kind":"other","input":{"value":3},"output":{"value":null}}} for an {@code Other}; the others as they are.
 */
final class StoredDetail {
    private static final String VALUE = "value";

    private StoredDetail() {}

    static ToolDetail storable(ToolDetail detail) {
        return switch (detail) {
            case ToolDetail.Other(var input, var output) -> new ToolDetail.Other(boxed(input), boxed(output));
            case ToolDetail.Shell _, ToolDetail.ReadFile _, ToolDetail.WriteFile _, ToolDetail.EditFile _, ToolDetail.Search _ -> detail;
            case ToolDetail.Fetch _, ToolDetail.SubAgent _, ToolDetail.Plan _, ToolDetail.PlainText _ -> detail;
        };
    }

    static ToolDetail restored(ToolDetail stored) {
        return stored instanceof ToolDetail.Other(JsonValue input, JsonValue output)
                ? new ToolDetail.Other(unboxed(input), unboxed(output))
                : stored;
    }

    private static JsonValue boxed(JsonValue value) {
        return Json.createObjectBuilder().add(VALUE, value).build();
    }

    private static JsonValue unboxed(JsonValue box) {
        return box.asJsonObject().getOrDefault(VALUE, JsonValue.NULL);
    }
}
