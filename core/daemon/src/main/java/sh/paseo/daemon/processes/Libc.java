package sh.paseo.daemon.processes;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/**
 * The few calls of the C library that Java does not offer. Starting a program for each would cost a process.
 *
 * <p>All functions are called in one shape, three machine words to one: on the systems we run on numbers and pointers go the same
 * way, a narrower parameter ignores the rest of its word, and each further shape would cost tens of milliseconds when it is linked.
 *
 * <p><b>Thread</b>: any. <b>Errors</b>: a negative result is an error number with its sign turned.
 */
@SuppressWarnings("restricted")
final class Libc {
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = mac() ? 35 : 11;

    private static final int WRITE_ONLY = 1;
    private static final int NONBLOCK = mac() ? 0x4 : 0x800;
    private static final int CLOSE_ON_EXEC = mac() ? 0x1000000 : 0x80000;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle CALL = LINKER.downcallHandle(FunctionDescriptor.of(WORD, WORD, WORD, WORD),
            Linker.Option.captureCallState("errno"));
    private static final MemorySegment MKFIFO = function("mkfifo");
    private static final MemorySegment OPEN = function("open");
    private static final MemorySegment READ = function("read");
    private static final MemorySegment WRITE = function("write");
    private static final MemorySegment CLOSE = function("close");
    private static final MemorySegment KILL = function("kill");
    private static final MemorySegment SIGACTION = function("sigaction");
    private static final MemorySegment SIGNAL = function("signal");
    /** A handler that does nothing: it takes a number and changes nothing. */
    private static final MemorySegment NOTHING = function("abs");
    private static final long IGNORED = 1;
    /** More than any system's {@code struct sigaction}, which begins with the handler. */
    private static final int SIGACTION_BYTES = 256;

    private Libc() {}

    /** A function of up to three parameters, each a number or a pointer, that gives an {@code int} or a size. */
    static MemorySegment function(String name) {
        return LINKER.defaultLookup().find(name).orElseThrow(() -> new IllegalStateException("The C library has no function " + name));
    }

    static int call(MemorySegment function, long first, long second, long third) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result = (int) (long) CALL.invokeExact(function, state, first, second, third);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A call of the C library failed", e);
        }
    }

    static int makeFifo(Path path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            return call(MKFIFO, arena.allocateFrom(path.toString()).address(), mode, 0);
        }
    }

    /** Opens for writing and never blocks; {@link #ENXIO} if nobody reads a FIFO. */
    static int openToWrite(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            return call(OPEN, arena.allocateFrom(path.toString()).address(), WRITE_ONLY | NONBLOCK | CLOSE_ON_EXEC, 0);
        }
    }

    static int read(int file, MemorySegment into) {
        return call(READ, file, into.address(), into.byteSize());
    }

    static int write(int file, byte[] bytes, int from, int size) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(size);
            MemorySegment.copy(bytes, from, copy, ValueLayout.JAVA_BYTE, 0, size);
            return call(WRITE, file, copy.address(), size);
        }
    }

    static int close(int file) {
        return call(CLOSE, file, 0, 0);
    }

    static int kill(long pid, int signal) {
        return call(KILL, pid, signal, 0);
    }

    /**
     * Lets programs that are started from now on hear a signal that this process was told to ignore, as a shell tells what it
     * starts in the background. What is ignored is inherited, what is handled is not; so it is handled, by doing nothing.
     */
    static void letChildrenHear(int signal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocate(SIGACTION_BYTES, WORD.byteAlignment());
            if (call(SIGACTION, signal, 0, action.address()) == 0 && action.get(WORD, 0) == IGNORED) {
                call(SIGNAL, signal, NOTHING.address(), 0);
            }
        }
    }

    static boolean linux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private static boolean mac() {
        return System.getProperty("os.name").startsWith("Mac");
    }
}
