package sh.paseo.api.agent;

import java.util.Objects;

/**
 * A line of the agent's standard output.
 *
 * @param start  offset of its first byte in the journal, bytes
 * @param end    offset after its line end, bytes
 * @param text   the line without its line end
 * @param replay whether the host reads it again after a restart
 */
public record Line(long start, long end, String text, boolean replay) {
    public Line {
        Objects.requireNonNull(text);
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("line from " + start + " to " + end);
        }
    }
}
