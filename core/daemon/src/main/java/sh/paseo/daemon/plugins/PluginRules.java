package sh.paseo.daemon.plugins;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import sh.paseo.api.ProviderId;

/**
 * Which plugins the user wants.
 *
 * @param pluginDisabled   whether the configuration switches the plugin of this id off
 * @param providerDisabled whether the configuration switches this provider off
 * @param pinned           the SHA-256 that the jar of each plugin must have, by its id, and no other is loaded; empty for any
 */
public record PluginRules(Predicate<String> pluginDisabled, Predicate<ProviderId> providerDisabled, Optional<Map<String, String>> pinned) {
    /** Throws {@link PluginRefused} if only others are wanted. */
    void check(PluginJar jar) {
        if (pinned.isEmpty()) {
            return;
        }
        String hash = FileHash.sha256(jar.file());
        String wanted = pinned.get().get(jar.id());
        if (!hash.equals(wanted)) {
            throw new PluginRefused(wanted == null ? "plugins.pinned does not name it; its SHA-256 is " + hash
                    : "plugins.pinned wants another file; the SHA-256 of this one is " + hash);
        }
    }
}
