package sh.paseo.api.agent;

import java.util.Objects;
import java.util.Optional;

/**
 * A permission mode of an agent.
 *
 * @param icon name of an icon of the clients, such as {@code ShieldCheck}
 */
public record Mode(String id, String label, Optional<String> description, Optional<String> icon, Optional<Tier> tier) {
    /** How dangerous a mode is; clients colour it. */
    public enum Tier {
        SAFE,
        MODERATE,
        DANGEROUS,
        PLANNING
    }

    public Mode {
        Objects.requireNonNull(id);
        Objects.requireNonNull(label);
        Objects.requireNonNull(description);
        Objects.requireNonNull(icon);
        Objects.requireNonNull(tier);
    }

    public static Mode of(String id, String label, String description, String icon, Tier tier) {
        return new Mode(id, label, Optional.of(description), Optional.of(icon), Optional.of(tier));
    }
}
