package sh.paseo.protocol.agents;

import jakarta.json.bind.annotation.JsonbNillable;
import java.util.Optional;

/** Where an agent works, as clients group agents. <b>Source</b>: wire specification 03, G2. */
public record Project(String projectKey, String projectName, Checkout checkout) {
    /** The folder, and what git says of it. */
    public record Checkout(String cwd, boolean isGit, @JsonbNillable Optional<String> currentBranch,
            @JsonbNillable Optional<String> remoteUrl, @JsonbNillable Optional<String> worktreeRoot, boolean isPaseoOwnedWorktree,
            @JsonbNillable Optional<String> mainRepoRoot) {}
}
