package sh.paseo.cli;

import java.nio.file.Path;
import java.util.Map;

/** The program that is the daemon. */
interface DaemonProgram {
    /** Starts it so that it outlives this command; its output goes to the end of {@code output}, whose folder exists. */
    Launched background(Map<String, String> environment, Path output);

    /** Runs it with the streams of this command and returns its exit code. */
    int foreground(Map<String, String> environment);

    /** Lets it store the hash of a password, which it gets on its input, and waits for its end. */
    Ended setPassword(Map<String, String> environment, String password);

    /** How a program ended, and what it said. */
    record Ended(int exitCode, String said) {}

    /** A daemon that was started in the background. */
    interface Launched {
        /** The process that was started; the daemon itself may have another id. */
        long pid();

        /** Its exit code when it has ended already, else a negative number. */
        int exitCode();
    }
}
