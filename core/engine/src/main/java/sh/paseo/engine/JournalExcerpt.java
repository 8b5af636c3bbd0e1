package sh.paseo.engine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A piece of what an agent's process wrote.
 *
 * @param process the process, by the name of its folder
 * @param size    how much it has written so far, bytes
 * @param lines   complete lines, without a gap
 */
public record JournalExcerpt(String process, long size, List<Piece> lines) {
    public JournalExcerpt {
        Objects.requireNonNull(process);
        lines = List.copyOf(lines);
    }

    /**
     * A line.
     *
     * @param start offset of its first byte
     * @param end   offset after its line end
     * @param text  without its line end; empty if it is too long to be read here
     */
    public record Piece(long start, long end, Optional<String> text) {
        public Piece {
            Objects.requireNonNull(text);
        }
    }
}
