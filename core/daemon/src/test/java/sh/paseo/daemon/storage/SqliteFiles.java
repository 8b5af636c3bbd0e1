package sh.paseo.daemon.storage;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;

/**
 * Puts a test between SQLite and the file system: every call that SQLite makes for a file in a folder goes through the folder's layer.
 *
 * <p>The driver's library exports none of SQLite's functions. But a connection's structure begins with a pointer to its file system
 * (VFS), a public structure of function pointers which also stands in the list of all of them. A copy with some functions replaced is
 * put into that list under a name of its own; a connection asks for it with {@link #QUERY}. Files are opened by the real one, into the
 * memory that SQLite gives; then the pointer to their functions is led to a copy too. What is not replaced, such as shared memory, is
 * called directly.
 *
 * <p><b>Source</b>: sqlite.org/c3ref/vfs.html and io_methods.html: the shapes of both structures. <b>Thread</b>: any.
 */
@SuppressWarnings("restricted")
final class SqliteFiles {
    /** Behind a database's URI. */
    static final String QUERY = "?vfs=paseo-test";

    /** Stands where the file system does: may answer by itself, or let the call go on. */
    interface Layer {
        /** Returns SQLite's result code, 0 for success. */
        int call(Call call);
    }

    /** The kinds of calls that a layer hears of. */
    enum Operation {
        OPEN,
        DELETE,
        ACCESS,
        READ,
        WRITE,
        TRUNCATE,
        SYNC,
        SIZE,
        LOCK,
        SHARE
    }

    /**
     * A call.
     *
     * @param file  its whole path
     * @param at    an offset; for {@code TRUNCATE} the new size; for {@code OPEN}, {@code DELETE} and {@code SYNC} the flags
     * @param bytes what is written, empty otherwise
     */
    record Call(Operation operation, String file, long at, byte[] bytes, Real real) {
        int proceed() {
            return real.call(bytes.length);
        }

        /** Writes only the beginning. */
        int proceed(int size) {
            return real.call(size);
        }
    }

    /** The call as the file system would do it, with so many bytes. */
    interface Real {
        int call(int size);
    }

    /** Closing a file ends its layer for it; nobody may refuse that. */
    private record Opened(Layer layer, String file, MemorySegment methods) {}

    private static final String NAME = "paseo-test";
    private static final int VFS_BYTES = 168;
    private static final long VFS_NEXT = 16;
    private static final long VFS_NAME = 24;
    private static final long VFS_OPEN = 40;
    private static final long VFS_DELETE = 48;
    private static final long VFS_ACCESS = 56;
    /** By version of the structure, from 1. */
    private static final int[] METHODS_BYTES = {104, 136, 152};
    private static final long CLOSE = 8;
    private static final long READ = 16;
    private static final long WRITE = 24;
    private static final long TRUNCATE = 32;
    private static final long SYNC = 40;
    private static final long SIZE = 48;
    private static final long LOCK = 56;
    private static final long SHARE = 104;
    private static final int MAX_PATH = 4_096;
    private static final int SQLITE_INTERNAL = 2;
    private static final byte[] NOTHING = {};

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Map<String, Layer> LAYERS = new ConcurrentHashMap<>();
    private static final Map<Long, Opened> FILES = new ConcurrentHashMap<>();
    private static final Map<Long, MemorySegment> METHODS = new ConcurrentHashMap<>();

    private static final MethodHandle ONE = real(WORD);
    private static final MethodHandle ONE_INT = real(WORD, ValueLayout.JAVA_INT);
    private static final MethodHandle TWO = real(WORD, WORD);
    private static final MethodHandle TWO_INT = real(WORD, WORD, ValueLayout.JAVA_INT);
    private static final MethodHandle ACCESSED = real(WORD, WORD, ValueLayout.JAVA_INT, WORD);
    private static final MethodHandle OPENED = real(WORD, WORD, WORD, ValueLayout.JAVA_INT, WORD);
    private static final MethodHandle MOVED = real(WORD, WORD, ValueLayout.JAVA_INT, WORD);
    private static final MethodHandle SHARED = real(WORD, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, WORD);

    private static final MemorySegment UNIX = unix();

    static {
        install();
    }

    private SqliteFiles() {}

    /** From now on calls for files in the folder go through the layer. */
    static void put(Path folder, Layer layer) {
        LAYERS.put(folder.toAbsolutePath() + "/", layer);
    }

    static void remove(Path folder) {
        LAYERS.remove(folder.toAbsolutePath() + "/");
    }

    /** The file system that SQLite uses by itself, by way of a connection. */
    private static MemorySegment unix() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            // A connection in memory uses the default file system for its temporary files.
            DB db = connection.unwrap(SQLiteConnection.class).getDatabase();
            Field pointer = db.getClass().getDeclaredField("pointer");
            pointer.setAccessible(true);
            MemorySegment vfs = at(at(pointer.getLong(db), WORD.byteSize()).get(WORD, 0), VFS_BYTES);
            int version = vfs.get(ValueLayout.JAVA_INT, 0);
            String name = text(vfs.get(WORD, VFS_NAME));
            if (version != 3 || !name.equals("unix")) {
                throw new IllegalStateException("not the file system that this test knows: " + name + ", version " + version);
            }
            return vfs;
        } catch (SQLException | ReflectiveOperationException e) {
            throw new IllegalStateException("the driver does not show SQLite's connection", e);
        }
    }

    private static void install() {
        Arena arena = Arena.global();
        MemorySegment copy = arena.allocate(VFS_BYTES, WORD.byteAlignment()).copyFrom(UNIX);
        copy.set(WORD, VFS_NAME, arena.allocateFrom(NAME).address());
        copy.set(WORD, VFS_OPEN, upcall("open", OPENED));
        copy.set(WORD, VFS_DELETE, upcall("delete", TWO_INT));
        copy.set(WORD, VFS_ACCESS, upcall("access", ACCESSED));
        copy.set(WORD, VFS_NEXT, UNIX.get(WORD, VFS_NEXT));
        UNIX.set(WORD, VFS_NEXT, copy.address());
    }

    private static MemorySegment patched(long methods) {
        int version = at(methods, Integer.BYTES).get(ValueLayout.JAVA_INT, 0);
        MemorySegment copy = Arena.global().allocate(METHODS_BYTES[METHODS_BYTES.length - 1], WORD.byteAlignment());
        copy.copyFrom(at(methods, METHODS_BYTES[version - 1]));
        copy.set(WORD, CLOSE, upcall("close", ONE));
        copy.set(WORD, READ, upcall("read", MOVED));
        copy.set(WORD, WRITE, upcall("write", MOVED));
        copy.set(WORD, TRUNCATE, upcall("truncate", TWO));
        copy.set(WORD, SYNC, upcall("sync", ONE_INT));
        copy.set(WORD, SIZE, upcall("size", TWO));
        copy.set(WORD, LOCK, upcall("lock", ONE_INT));
        if (version > 1) {
            copy.set(WORD, SHARE, upcall("share", SHARED));
        }
        return copy;
    }

    private static Optional<Layer> layer(String file) {
        return LAYERS.entrySet().stream().filter(entry -> file.startsWith(entry.getKey())).map(Map.Entry::getValue).findFirst();
    }

    /** What a layer throws must not reach SQLite: it would end the process. */
    private static int told(Layer layer, Call call) {
        try {
            return layer.call(call);
        } catch (RuntimeException | Error e) {
            System.getLogger(SqliteFiles.class.getName()).log(System.Logger.Level.ERROR, "a layer failed at " + call, e);
            return SQLITE_INTERNAL;
        }
    }

    // What SQLite calls. Each has the shape of what it stands for.

    static int open(long vfs, long name, long file, int flags, long flagsOut) {
        Real real = _ -> called(() -> (int) OPENED.invokeExact(function(UNIX, VFS_OPEN), vfs, name, file, flags, flagsOut));
        String path = name == 0 ? "" : text(name);
        Optional<Layer> layer = layer(path);
        if (layer.isEmpty()) {
            return real.call(0);
        }
        at(file, WORD.byteSize()).set(WORD, 0, 0);
        int result = told(layer.get(), new Call(Operation.OPEN, path, flags, NOTHING, real));
        long methods = at(file, WORD.byteSize()).get(WORD, 0);
        if (result == 0 && methods != 0) {
            FILES.put(file, new Opened(layer.get(), path, at(methods, METHODS_BYTES[0])));
            at(file, WORD.byteSize()).set(WORD, 0, METHODS.computeIfAbsent(methods, SqliteFiles::patched).address());
        }
        return result;
    }

    static int delete(long vfs, long name, int syncFolder) {
        return onName(name, Operation.DELETE, syncFolder,
                _ -> called(() -> (int) TWO_INT.invokeExact(function(UNIX, VFS_DELETE), vfs, name, syncFolder)));
    }

    static int access(long vfs, long name, int flags, long result) {
        return onName(name, Operation.ACCESS, flags,
                _ -> called(() -> (int) ACCESSED.invokeExact(function(UNIX, VFS_ACCESS), vfs, name, flags, result)));
    }

    static int close(long file) {
        return called(() -> (int) ONE.invokeExact(function(FILES.remove(file).methods(), CLOSE), file));
    }

    static int read(long file, long into, int size, long offset) {
        return onFile(file, READ, Operation.READ, offset, f -> (int) MOVED.invokeExact(f, file, into, size, offset));
    }

    static int write(long file, long from, int size, long offset) {
        Opened opened = FILES.get(file);
        MemorySegment function = function(opened.methods(), WRITE);
        byte[] bytes = at(from, size).toArray(ValueLayout.JAVA_BYTE);
        return told(opened.layer(), new Call(Operation.WRITE, opened.file(), offset, bytes,
                part -> part == 0 ? 0 : called(() -> (int) MOVED.invokeExact(function, file, from, part, offset))));
    }

    static int truncate(long file, long size) {
        return onFile(file, TRUNCATE, Operation.TRUNCATE, size, f -> (int) TWO.invokeExact(f, file, size));
    }

    static int sync(long file, int flags) {
        return onFile(file, SYNC, Operation.SYNC, flags, f -> (int) ONE_INT.invokeExact(f, file, flags));
    }

    static int size(long file, long result) {
        return onFile(file, SIZE, Operation.SIZE, 0, f -> (int) TWO.invokeExact(f, file, result));
    }

    static int lock(long file, int level) {
        return onFile(file, LOCK, Operation.LOCK, level, f -> (int) ONE_INT.invokeExact(f, file, level));
    }

    static int share(long file, int region, int size, int extend, long result) {
        return onFile(file, SHARE, Operation.SHARE, region, f -> (int) SHARED.invokeExact(f, file, region, size, extend, result));
    }

    private interface OnFile {
        int call(MemorySegment function) throws Throwable;
    }

    private interface Native {
        int call() throws Throwable;
    }

    private static int onFile(long file, long function, Operation operation, long at, OnFile real) {
        Opened opened = FILES.get(file);
        return told(opened.layer(), new Call(operation, opened.file(), at, NOTHING,
                _ -> called(() -> real.call(function(opened.methods(), function)))));
    }

    private static int onName(long name, Operation operation, long at, Real real) {
        String path = text(name);
        return layer(path).map(layer -> told(layer, new Call(operation, path, at, NOTHING, real))).orElseGet(() -> real.call(0));
    }

    private static int called(Native real) {
        try {
            return real.call();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("calling the file system failed", e);
        }
    }

    private static MemorySegment function(MemorySegment structure, long at) {
        return MemorySegment.ofAddress(structure.reinterpret(VFS_BYTES).get(WORD, at));
    }

    private static MethodHandle real(ValueLayout... parameters) {
        return LINKER.downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    private static long upcall(String method, MethodHandle like) {
        MethodType type = like.type().dropParameterTypes(0, 1);
        FunctionDescriptor shape = FunctionDescriptor.of(ValueLayout.JAVA_INT, type.parameterList().stream()
                .map(parameter -> parameter == long.class ? WORD : ValueLayout.JAVA_INT).toArray(ValueLayout[]::new));
        try {
            MethodHandle target = MethodHandles.lookup().findStatic(SqliteFiles.class, method, type);
            return LINKER.upcallStub(target, shape, Arena.global()).address();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MemorySegment at(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    private static String text(long address) {
        return at(address, MAX_PATH).getString(0);
    }
}
