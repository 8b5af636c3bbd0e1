package sh.paseo.protocol.worktrees;

import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbNillable;
import java.util.List;
import java.util.Optional;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;

/** Answers about worktrees. <b>Source</b>: wire specification 03, G8. */
public sealed interface WorktreePayload extends Payload {
    /** The worktrees there are. */
    @Wire("paseo_worktree_list_response")
    record Worktrees(List<JsonObject> worktrees, @JsonbNillable Optional<JsonObject> error, String requestId) implements WorktreePayload {}
}
