package sh.paseo.it;

import jakarta.json.JsonObject;

/**
 * The program that runs as Claude Code while its daemon is killed, and what it remembers. Prompts are of four kinds; the mark of a
 * prompt is in its text and in no other's.
 */
interface MortalAgent extends AutoCloseable {
    /** The section {@code agents.providers.claude} of the configuration. */
    JsonObject settings();

    /** Says something and is done. */
    String brief();

    /** Talks for longer than any round lasts. */
    String endless();

    /** Calls tools, and does not come to an end. */
    String tools();

    /** Asks a permission; goes on for long when it has it. */
    String permission();

    /** How often the program began to work on the prompt. */
    long timesRun(String mark);

    /** How often the program was given the prompt. */
    long timesReceived(String mark);

    @Override
    void close();
}
