package sh.paseo.cli.client;

import java.io.IOException;

/** A daemon whose certificate is not taken. To a command that comes back it is one that is not there yet; to others it is the end. */
final class NotTrusted extends IOException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    NotTrusted(String reason, String remedy, Throwable cause) {
        super(reason, cause);
        this.remedy = remedy;
    }

    CliException told(Target target) {
        return new CliException(CliException.NOT_TRUSTED, "The daemon at " + target.label() + " is not trusted: " + getMessage(), remedy);
    }
}
