package sh.paseo.daemon.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One daemon for each home: a lock of the system that ends with the process, however it ends.
 *
 * <p>The file is opened here and nowhere else: closing any other descriptor of it would release the lock, which is how POSIX
 * locks are. For the same reason a second lock in this process is refused before the file is touched.
 */
final class HomeLock implements AutoCloseable {
    private static final String FILE = "paseo.lock";
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /** Empty if someone else holds the lock. */
    static Optional<HomeLock> take(Path home, Ownership ownership) throws IOException {
        Path real = home.toRealPath();
        if (!HELD.add(real)) {
            return Optional.empty();
        }
        Optional<HomeLock> taken = Optional.empty();
        try {
            taken = lock(real, ownership);
            return taken;
        } finally {
            if (taken.isEmpty()) {
                HELD.remove(real);
            }
        }
    }

    private static Optional<HomeLock> lock(Path home, Ownership ownership) throws IOException {
        FileChannel channel = ownership.openPrivate(home.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new HomeLock(home, channel));
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    boolean held() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(home);
    }
}
