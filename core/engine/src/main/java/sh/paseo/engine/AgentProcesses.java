package sh.paseo.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.Processes;

/** Runs one agent's process: a FIFO to its standard input, a journal of its standard output. <b>Thread</b>: any. */
public interface AgentProcesses extends Processes, AutoCloseable {
    /** The process that runs, or ran last, by the name of its folder. */
    Optional<String> current();

    /**
     * Takes over a process that an earlier daemon left, which may have ended: its output is read from the given offset in its journal,
     * and its exit, whose code is not known, is told after the last line.
     *
     * @param inPart whether the last line to it may have been written in part; it is closed by an empty one then
     */
    AgentProcess adopt(String process, long from, boolean inPart);

    /**
     * Writes one line to the process's standard input.
     *
     * <p><b>Errors</b>: the future is cancelled if the process has ended, of which the listener is told. It fails with a
     * {@code PluginException}: {@code BROKEN} if there never was a process or it does not read within 10 seconds.
     */
    CompletableFuture<Void> write(String line);

    /** Everything up to this position is in the store; journals that are done are deleted. */
    void committed(JournalPosition position);

    /** Ends the process and everything it started: its end signal, 5 seconds, then kill. Complete when nothing of it runs. */
    CompletableFuture<Void> end();

    /** Stops telling the listener; the process goes on, for a later daemon. */
    void leave();

    /** Ends the process and stops telling the listener. Idempotent. */
    @Override
    void close();
}
