package sh.paseo.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * How far things have come.
 *
 * @param lastSeq  of the newest timeline row, 0 if there is none
 * @param lastSend number of the newest line sent to the agent, 0 if there is none
 * @param journal  up to where the effects of the agent's output are in committed rows
 */
public record Progress(long lastSeq, long lastSend, Optional<JournalPosition> journal) {
    public static final Progress NONE = new Progress(0, 0, Optional.empty());

    public Progress {
        Objects.requireNonNull(journal);
    }

    public Progress withSeq(long next) {
        return new Progress(next, lastSend, journal);
    }

    public Progress withSend(long next) {
        return new Progress(lastSeq, next, journal);
    }

    public Progress at(JournalPosition next) {
        return new Progress(lastSeq, lastSend, Optional.of(next));
    }
}
