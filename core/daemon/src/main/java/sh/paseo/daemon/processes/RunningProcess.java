package sh.paseo.daemon.processes;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
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
    /**
     * How the process is known.
     *
     * @param identity without one it had ended before it could be looked at
     * @param exit     complete when it has ended, with its exit code if that can be known
     */
    record Handle(long pid, Optional<ProcessIdentity> identity, BooleanSupplier alive, CompletableFuture<OptionalInt> exit) {
        static Handle of(ProcessLauncher.Launched launched) {
            Process process = launched.process();
            return new Handle(process.pid(), launched.identity(), process::isAlive,
                    process.onExit().thenApply(ended -> OptionalInt.of(ended.exitValue())));
        }

        static Handle of(ProcessIdentity adopted, ProcessTable table) {
            return new Handle(adopted.pid(), Optional.of(adopted), () -> table.alive(adopted),
                    AdoptedExit.of(adopted, table).thenApply(ended -> OptionalInt.empty()));
        }
    }

    private final Handle handle;
    private final EndSignal signal;
    private final TreeEnder ender;
    private final TreeEnder.Mark mark;

    // Guarded by this.
    private boolean asked;
    private Optional<CompletableFuture<Void>> ending = Optional.empty();

    RunningProcess(Handle handle, EndSignal signal, TreeEnder ender, TreeEnder.Mark mark) {
        this.handle = handle;
        this.signal = signal;
        this.ender = ender;
        this.mark = mark;
    }

    /** Tells the end of the process, once, when nothing of it runs any more. */
    void onEnd(Consumer<Journal.End> told) {
        handle.exit().thenAccept(code -> {
            boolean byRequest = asked();
            tree().whenComplete((nothing, failure) -> told.accept(new Journal.End(code, byRequest)));
        });
    }

    @Override
    public long pid() {
        return handle.pid();
    }

    @Override
    public boolean alive() {
        return handle.alive().getAsBoolean();
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
            ending = Optional.of(ender.end(handle.identity().map(known -> Map.of(known, signal)).orElse(Map.of()), mark));
        }
        return ending.get();
    }
}
