package sh.paseo.api;

import java.util.Objects;

/**
 * The one failure a plugin and its host tell each other about.
 *
 * <p><b>Errors</b>: the code decides what the host does; the message is shown to the user and says what failed, on which value,
 * and what to do about it.
 */
public final class PluginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was. */
    public enum Code {
        /** A program, folder or file that is needed is not there. */
        MISSING,
        /** The agent has no account or the account was refused. */
        NOT_SIGNED_IN,
        /** A value given by the user or the configuration cannot be used. */
        INVALID,
        /** The plugin does not do this. */
        UNSUPPORTED,
        /** The other side broke the conversation: it died, answered nonsense or nothing. */
        BROKEN,
        /** Reading or writing failed. */
        IO
    }

    private final Code code;

    public PluginException(Code code, String message) {
        this(code, message, null);
    }

    public PluginException(Code code, String message, Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.code = Objects.requireNonNull(code);
    }

    /** A request the plugin does not serve; {@code what} is named in the message. */
    public static PluginException unsupported(Object what) {
        return new PluginException(Code.UNSUPPORTED, "Not supported by this agent: " + what);
    }

    public Code code() {
        return code;
    }
}
