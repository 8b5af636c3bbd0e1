package sh.paseo.daemon.config;

import java.util.List;

/** The configuration cannot be used; the message lists every problem with its place. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String file, List<String> problems) {
        super("Cannot use the configuration " + file + ":\n  " + String.join("\n  ", problems));
    }
}
