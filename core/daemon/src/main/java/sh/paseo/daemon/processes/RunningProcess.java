package sh.paseo.daemon.processes;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec.EndSignal;

/**
 * A process with all it starts. However it ends, by request or by itself, what it leaves is ended too, and only then is its exit
 * told: a process that follows it carries the same mark.
 *
 * <p><b>Thread</b>: any.
 */
final class RunningProcess implements AgentProcess {
    private final Process process;
    private final Optional<ProcessIdentity> identity;
    private final EndSignal signal;
    private final TreeEnder ender;
    private final TreeEnder.Mark mark;

    // Guarded by this.
    private boolean asked;
    private Optional<CompletableFuture<Void>> ending = Optional.empty();

    RunningProcess(ProcessLauncher.Launched launched, EndSignal signal, TreeEnder ender, TreeEnder.Mark mark) {
        process = launched.process();
        identity = launched.identity();
        this.signal = signal;
        this.ender = ender;
        this.mark = mark;
    }

    /** Tells the end of the process, once, when nothing of it runs any more. */
    void onEnd(Consumer<Journal.End> told) {
        process.onExit().thenAccept(ended -> {
            boolean byRequest = asked();
            tree().whenComplete((nothing, failure) -> told.accept(new Journal.End(OptionalInt.of(ended.exitValue()), byRequest)));
        });
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void end() {
        endTree();
    }

    /** Asks the process to end; complete when nothing of it runs. */
    synchronized CompletableFuture<Void> endTree() {
        asked |= alive();
        return tree();
    }

    /** Ends the process for a fault of its own. */
    void breakOff() {
        tree();
    }

    private synchronized boolean asked() {
        return asked;
    }

    private synchronized CompletableFuture<Void> tree() {
        if (ending.isEmpty()) {
            ending = Optional.of(ender.end(identity.map(known -> Map.of(known, signal)).orElse(Map.of()), mark));
        }
        return ending.get();
    }
}
