package sh.paseo.daemon.plugins;

/** A plugin is not started; the message is the reason that users see. */
final class PluginRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginRefused(String reason) {
        super(reason);
    }

    PluginRefused(String reason, Throwable cause) {
        super(reason, cause);
    }
}
