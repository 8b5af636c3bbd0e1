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
import java.util.Arrays;
import java.util.function.ToLongFunction;

/**
 * The few calls of the C library that Java does not offer. Starting a program for each would cost a process.
 *
 * <p><b>Thread</b>: any; no call blocks. <b>Errors</b>: a negative result is an error number with its sign turned.
 */
@SuppressWarnings("restricted")
final class Libc {
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final ValueLayout POINTER = ValueLayout.ADDRESS;

    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = mac() ? 35 : 11;

    private static final int WRITE_ONLY = 1;
    private static final int NONBLOCK = mac() ? 0x4 : 0x800;
    private static final int CLOSE_ON_EXEC = mac() ? 0x1000000 : 0x80000;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final MethodHandle MKFIFO = function("mkfifo", FunctionDescriptor.of(INT, POINTER, INT));
    private static final MethodHandle OPEN = function("open", FunctionDescriptor.of(INT, POINTER, INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle WRITE = function("write", FunctionDescriptor.of(LONG, INT, POINTER, LONG));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(INT, INT));
    private static final MethodHandle KILL = function("kill", FunctionDescriptor.of(INT, INT, INT));

    private Libc() {
    }

    /** A call of the linked function: it gets the memory that takes the error number. */
    @FunctionalInterface
    interface Call {
        long with(MemorySegment state) throws Throwable;
    }

    static MethodHandle function(String name, FunctionDescriptor descriptor, Linker.Option... more) {
        Linker.Option[] options = Arrays.copyOf(more, more.length + 1);
        options[more.length] = Linker.Option.captureCallState("errno");
        Linker linker = Linker.nativeLinker();
        MemorySegment symbol = linker.defaultLookup().find(name)
                .orElseThrow(() -> new IllegalStateException("The C library has no function " + name));
        return linker.downcallHandle(symbol, descriptor, options);
    }

    static long call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result = call.with(state);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A call of the C library failed", e);
        }
    }

    static int makeFifo(Path path, int mode) {
        return withPath(path, name -> call(state -> (int) MKFIFO.invokeExact(state, name, mode)));
    }

    /** Opens for writing; {@link #ENXIO} if nobody reads a FIFO. */
    static int openToWrite(Path path) {
        int flags = WRITE_ONLY | NONBLOCK | CLOSE_ON_EXEC;
        return withPath(path, name -> call(state -> (int) OPEN.invokeExact(state, name, flags)));
    }

    static int write(int file, MemorySegment bytes) {
        return (int) call(state -> (long) WRITE.invokeExact(state, file, bytes, bytes.byteSize()));
    }

    static int close(int file) {
        return (int) call(state -> (int) CLOSE.invokeExact(state, file));
    }

    static int kill(long pid, int signal) {
        return (int) call(state -> (int) KILL.invokeExact(state, (int) pid, signal));
    }

    private static int withPath(Path path, ToLongFunction<MemorySegment> call) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call.applyAsLong(arena.allocateFrom(path.toString()));
        }
    }

    private static boolean mac() {
        return System.getProperty("os.name").startsWith("Mac");
    }
}
