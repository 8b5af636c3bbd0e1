package sh.paseo.protocol.permissions;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import sh.paseo.protocol.timeline.Detail;

/** A question of an agent. <b>Source</b>: wire specification 04, section 9. */
public record PermissionRequest(String id, String provider, String name, String kind, Optional<String> title,
        Optional<String> description, Optional<JsonObject> input, Optional<Detail> detail, Optional<List<JsonObject>> suggestions) {}
