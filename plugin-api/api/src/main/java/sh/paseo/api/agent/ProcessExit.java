package sh.paseo.api.agent;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * How the agent's process ended.
 *
 * @param code       the exit code; 128 + n for signal n; empty when it is not known
 * @param stderrTail the last lines of its standard error, at most 4 KiB
 * @param asked      whether the host had asked it to end
 */
public record ProcessExit(OptionalInt code, String stderrTail, boolean asked) {
    public ProcessExit {
        Objects.requireNonNull(code);
        Objects.requireNonNull(stderrTail);
    }

    /** A sentence for the user: {@code The agent ended with exit code 1: cannot open ...}. */
    public String describe(String who) {
        String how = code.isPresent() ? "exit code " + code.getAsInt() : "an unknown exit code";
        String tail = stderrTail.strip();
        return who + " ended with " + how + (tail.isEmpty() ? "" : ": " + tail);
    }
}
