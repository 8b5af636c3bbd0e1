package sh.paseo.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program that is the daemon. */
interface DaemonProgram {
    /** Starts it so that it outlives this command; its output goes to the end of {@code output}, whose folder exists. */
    Launched background(Map<String, String> environment, Path output);

    /** Runs it with the streams of this command and returns its exit code. */
    int foreground(Map<String, String> environment);

    /** Lets it look at the configuration of a home or change it, and waits for its end. What is secret goes into its input. */
    Ended configure(Path home, List<String> words, String input);

    /** How a program ended, and what it said. */
    record Ended(int exitCode, String out, String err) {}

    /** A daemon that was started in the background. */
    interface Launched {
        /** The process that was started; the daemon itself may have another id. */
        long pid();

        /** Its exit code when it has ended already, else a negative number. */
        int exitCode();
    }
}
