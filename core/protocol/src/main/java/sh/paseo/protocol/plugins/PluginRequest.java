package sh.paseo.protocol.plugins;

import java.util.Optional;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** Requests about plugins. */
public sealed interface PluginRequest extends Request {
    /** Every plugin that was found, loaded or not. */
    @Wire("paseo/plugin/list")
    record Fetch(Optional<String> requestId) implements PluginRequest {}
}
