package sh.paseo.daemon.processes;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.engine.ProcessListener;

/**
 * The output of one process on its way to the listener.
 *
 * <pre>
 *   reading --listener has no room--> refused --has room--> reading
 *   reading --line too long, file unreadable, listener throws--> broken: reads no more, asks for the end of the process
 *   reading, broken --process ended and nothing more to read--> done: the listener hears of the exit
 * </pre>
 *
 * <p><b>Thread</b>: the journal's.
 */
final class Journal {
    /** What a turn came to. */
    enum Turn {
        MORE,
        IDLE,
        REFUSED,
        DONE
    }

    /** How the process ended. */
    record End(OptionalInt code, boolean asked) {}

    private static final System.Logger LOG = System.getLogger(Journal.class.getName());

    private final ProcessFolder folder;
    private final ProcessListener listener;
    private final Runnable onBroken;
    private final FileChannel file;
    private final LineCutter lines;
    private final StderrFile stderr;
    private final JournalRoom room;
    private Optional<End> end = Optional.empty();
    private Optional<String> fault = Optional.empty();

    /**
     * Opens the journal.
     *
     * @param from     where reading starts, bytes
     * @param onBroken asks for the end of the process and must not block
     */
    Journal(ProcessFolder folder, long from, ProcessListener listener, ProcessLimits limits, Runnable onBroken) throws IOException {
        this.folder = folder;
        this.listener = listener;
        this.onBroken = onBroken;
        file = FileChannel.open(folder.out(), StandardOpenOption.READ);
        lines = new LineCutter(file, from, limits.maxLineBytes());
        room = new JournalRoom(folder.out(), limits);
        stderr = new StderrFile(folder.err(), limits.maxStderrBytes());
    }

    ProcessFolder folder() {
        return folder;
    }

    /** The end of the last line that the listener took, in bytes. */
    long taken() {
        return lines.taken();
    }

    /** The process has ended: what there is to read now is all. */
    void ended(End how) {
        end = Optional.of(how);
    }

    /** Reads a chunk and offers its lines. */
    Turn turn(byte[] chunk) {
        if (fault.isEmpty()) {
            try {
                LineCutter.Step step = lines.step(chunk, line -> listener.line(folder.name(), line));
                room.complaint(lines.untaken()).ifPresent(reason -> listener.overrun(folder.name(), reason));
                if (step != LineCutter.Step.END) {
                    return step == LineCutter.Step.MORE ? Turn.MORE : Turn.REFUSED;
                }
                listener.caughtUp(folder.name());
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.ERROR, "Reading stopped: " + folder.out(), e);
                fault = Optional.of("ended by Paseo: " + e.getMessage());
                onBroken.run();
            }
        }
        if (end.isEmpty()) {
            return Turn.IDLE;
        }
        finish(end.get());
        return Turn.DONE;
    }

    void stderrGrew() {
        try {
            stderr.trim();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot cut " + folder.err(), e);
        }
    }

    private void finish(End how) {
        try {
            if (fault.isEmpty() && lines.untaken() > 0) {
                LOG.log(Level.INFO, "{0} ended in the middle of a line, {1} bytes of it are left", folder.name(), lines.untaken());
            }
            String tail = fault.isPresent() ? fault.get() : stderr.tail();
            close();
            listener.exited(folder.name(), new ProcessExit(how.code(), tail, how.asked()));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "The end of " + folder.name() + " could not be told", e);
        }
    }

    void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Cannot close " + folder.out(), e);
        }
    }
}
