package sh.paseo.it;

import jakarta.json.JsonObject;
import java.util.List;

/**
 * The program that runs as Claude Code while it or its daemon is killed, and its own account of what it did. It numbers its words, so
 * that each that is lost or comes twice is seen.
 */
interface MortalAgent extends AutoCloseable {
    /** The section {@code agents.providers.claude} of the configuration. */
    JsonObject settings();

    /** Says something and is done. */
    Script brief();

    /** Says so many words, some dozen of them in a second. */
    Script talk(int words);

    /** Talks for longer than any round lasts. */
    Script endless();

    /** Calls tools and talks between them. */
    Script tools();

    /** Asks a permission; talks when it has its answer. */
    Script permission();

    /** How often the program began to work on the prompt with this mark. */
    long timesRun(String mark);

    /** How often the program did what it asked permission for. */
    long timesAllowed(Told prompt);

    /** Whether the program waits for its user's answer. */
    boolean waits(Told prompt);

    /** Whether its account of words and tools is complete, but for the last one before it was killed. */
    boolean tellsAll();

    /** What the program has said for certain. */
    String said(Told prompt);

    /** The tools that the program has called for certain. */
    List<String> called(Told prompt);

    @Override
    void close();
}
