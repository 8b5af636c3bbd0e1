package sh.paseo.protocol.worktrees;

import java.util.Optional;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** Requests about worktrees. <b>Source</b>: wire specification 03, G8. */
public sealed interface WorktreeRequest extends Request {
    /** The worktrees there are: of one repository, or all. */
    @Wire("paseo_worktree_list_request")
    record Fetch(Optional<String> requestId, Optional<String> cwd, Optional<String> repoRoot) implements WorktreeRequest {}
}
