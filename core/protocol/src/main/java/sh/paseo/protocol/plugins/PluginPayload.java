package sh.paseo.protocol.plugins;

import java.util.List;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;

/** Answers about plugins. */
public sealed interface PluginPayload extends Payload {
    /** Every plugin that was found. */
    @Wire("paseo/plugin/list/response")
    record Plugins(String requestId, List<Entry> plugins) implements PluginPayload {}

    /** A plugin; {@code reason} is empty when it was started. */
    record Entry(String id, String version, String kind, String state, String reason, String file, String sha256) {}
}
