package sh.paseo.engine;

import java.util.Objects;
import sh.paseo.api.PermissionId;
import sh.paseo.api.agent.PermissionAnswer;

/** An answer of the user in the running turn; given again to an agent that may not have got it. */
public record GivenAnswer(PermissionId permission, PermissionAnswer answer) {
    public GivenAnswer {
        Objects.requireNonNull(permission);
        Objects.requireNonNull(answer);
    }
}
