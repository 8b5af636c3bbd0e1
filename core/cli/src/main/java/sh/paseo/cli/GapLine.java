package sh.paseo.cli;

import java.time.Duration;

/**
 * Tells a person of a gap in the connection, in one line on the standard error: written when the gap is over, begun earlier only if it
 * lasts longer than {@link #SILENT}. If something else had to be written behind the beginning, such as what the person typed, the end
 * stands in a line of its own. Programs are told nothing.
 *
 * <p><b>Shape:</b> {@code Connection lost for 0.4 s.}, or {@code Connection lost, reconnecting (Ctrl-C to leave)... back after 14 s.},
 * or {@code Connection lost, reconnecting (Ctrl-C to leave)...} and later {@code Back after 14 s.}
 *
 * <p><b>Thread:</b> the command's.
 */
final class GapLine {
    static final Duration SILENT = Duration.ofSeconds(2);

    private static final long EXACTLY = 10_000;
    private static final double MILLIS = 1000.0;

    private final Terminal terminal;
    private final boolean shown;
    private final Runnable freshLine;
    private boolean begun;
    private boolean open;

    /** @param freshLine makes that the cursor stands at the start of a line */
    GapLine(Call call, Runnable freshLine) {
        this.terminal = call.terminal();
        this.shown = call.output().forPeople();
        this.freshLine = freshLine;
    }

    /** Whether {@link #lasts} was called in this gap. */
    boolean begun() {
        return begun;
    }

    /** The gap lasts. */
    void lasts() {
        begun = true;
        if (shown) {
            open = true;
            freshLine.run();
            terminal.err("Connection lost, reconnecting (Ctrl-C to leave)... ");
        }
    }

    void over(Duration away) {
        if (open) {
            terminal.err("back after " + text(away) + ".\n");
        } else if (shown) {
            freshLine.run();
            terminal.err((begun ? "Back after " : "Connection lost for ") + text(away) + ".\n");
        }
        begun = false;
        open = false;
    }

    /** Something else is to be written before the gap is over. */
    void leave() {
        if (open) {
            terminal.err("\n");
        }
        open = false;
    }

    private static String text(Duration time) {
        long millis = time.toMillis();
        return millis < EXACTLY ? String.format("%.1f s", millis / MILLIS) : time.toSeconds() + " s";
    }
}
