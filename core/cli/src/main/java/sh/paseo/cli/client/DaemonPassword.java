package sh.paseo.cli.client;

import java.util.Optional;
import java.util.function.Function;

/** The password of a daemon, as far as a command knows it. Never printed. <b>Thread</b>: one. */
public final class DaemonPassword {
    /** The code when a daemon wants a password and got none. */
    static final String REQUIRED = "PASSWORD_REQUIRED";
    /** The code when it got another than its own. */
    static final String WRONG = "PASSWORD_WRONG";

    private final Function<String, Optional<String>> asking;
    private Optional<String> known;

    /** @param asking asks a person for that of the daemon at an address; empty if they do not say or nobody is there */
    public DaemonPassword(Optional<String> known, Function<String, Optional<String>> asking) {
        this.known = known;
        this.asking = asking;
    }

    /** None, and nobody to ask. */
    static DaemonPassword none() {
        return new DaemonPassword(Optional.empty(), daemon -> Optional.empty());
    }

    /** What is known now, and nobody is asked. */
    public DaemonPassword unasked() {
        return new DaemonPassword(known, daemon -> Optional.empty());
    }

    /** Whether a daemon refused for want of its password. */
    public static boolean wanted(CliException refusal) {
        return refusal.code().equals(REQUIRED) || refusal.code().equals(WRONG);
    }

    Optional<String> known() {
        return known;
    }

    /** Asks once; false if nothing new is known then. */
    boolean ask(String daemon) {
        if (known.isPresent()) {
            return false;
        }
        known = asking.apply(daemon);
        return known.isPresent();
    }
}
