package sh.paseo.api.agent;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.ProviderId;

/**
 * What a provider is, without looking at the machine.
 *
 * @param label       for people: {@code Claude Code}
 * @param description one sentence for people
 * @param modes       permission modes, in the order they are shown; may be empty
 * @param defaultMode one of {@code modes}, empty if there are none
 */
public record ProviderDescriptor(ProviderId id, String label, String description, List<Mode> modes, Optional<String> defaultMode,
        Set<Capability> capabilities, DeliveryGuarantee delivery) {
    public ProviderDescriptor {
        Objects.requireNonNull(id);
        Objects.requireNonNull(label);
        Objects.requireNonNull(description);
        Objects.requireNonNull(delivery);
        modes = List.copyOf(modes);
        capabilities = Set.copyOf(capabilities);
        List<Mode> known = modes;
        defaultMode.ifPresent(mode -> {
            if (known.stream().noneMatch(m -> m.id().equals(mode))) {
                throw new IllegalArgumentException("default mode \"" + mode + "\" of provider " + id + " is not one of its modes");
            }
        });
    }
}
