package sh.paseo.engine;

import java.util.Objects;

/** A place in an agent's output: the process, by the name of its folder, and an offset in its journal, in bytes. */
public record JournalPosition(String process, long offset) {
    public JournalPosition {
        Objects.requireNonNull(process);
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset);
        }
    }
}
