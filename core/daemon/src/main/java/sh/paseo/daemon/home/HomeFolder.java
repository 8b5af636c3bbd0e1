package sh.paseo.daemon.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * {@code $PASEO_HOME}, ours alone while this is open.
 *
 * <p><b>Thread</b>: one opens and announces; any closes. <b>Errors</b>: {@link HomeException}, which knows the exit code.
 */
public final class HomeFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HomeFolder.class.getName());
    private static final String VARIABLE = "PASEO_HOME";
    private static final String DEFAULT = ".paseo";
    private static final Path KERNEL_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    private final Path path;
    private final String serverId;
    private final PidFile pidFile;
    private final PidFile.Owner owner;
    private final Optional<String> formerly;
    private final HomeLock lock;

    private HomeFolder(Path path, String serverId, PidFile pidFile, PidFile.Owner owner, Optional<String> formerly, HomeLock lock) {
        this.path = path;
        this.serverId = serverId;
        this.pidFile = pidFile;
        this.owner = owner;
        this.formerly = formerly;
        this.lock = lock;
    }

    /** Where the home is: {@code PASEO_HOME} with a leading {@code ~} replaced, else {@code ~/.paseo}; absolute. */
    public static Path locate(Map<String, String> environment, Path userHome) {
        String given = environment.getOrDefault(VARIABLE, "");
        if (given.isBlank()) {
            return userHome.resolve(DEFAULT).toAbsolutePath().normalize();
        }
        Path path = given.equals("~") ? userHome : given.startsWith("~/") ? userHome.resolve(given.substring(2)) : Path.of(given);
        return path.toAbsolutePath().normalize();
    }

    /**
     * Makes the folder if need be, checks it, takes its lock and writes {@code paseo.pid}.
     *
     * <p><b>Errors</b>: nothing is held after one. {@code UNSAFE} (78) if the folder or a file in it is a link, someone else's or open
     * to others; {@code INVALID} (78) if {@code server-id} is none; {@code RUNNING} (1) beside another daemon.
     */
    public static HomeFolder open(Path home, Map<String, String> environment, InstantSource clock) {
        Ownership ownership = Ownership.ofThisProcess();
        try {
            makePrivate(home, ownership);
            HomeLock lock = HomeLock.take(home, ownership).orElseThrow(() -> running(home, ownership));
            try {
                return locked(home, environment, clock, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new HomeException(HomeException.Code.IO, "Cannot use " + home + ": " + e, e);
        }
    }

    private static HomeFolder locked(Path home, Map<String, String> environment, InstantSource clock, HomeLock lock) throws IOException {
        Ownership ownership = Ownership.ofThisProcess();
        PidFile pidFile = new PidFile(home, ownership);
        PidFile.Owner owner = new PidFile.Owner(ProcessHandle.current().pid(), clock.instant(), hostname(environment), ownership.uid());
        if (pidFile.rival(owner).isPresent()) {
            throw running(home, ownership);
        }
        String serverId = ServerId.of(home, environment, ownership);
        Optional<String> formerly = pidFile.listen();
        pidFile.create(owner);
        return new HomeFolder(home, serverId, pidFile, owner, formerly, lock);
    }

    private static void makePrivate(Path home, Ownership ownership) throws IOException {
        if (Files.notExists(home, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(home.toAbsolutePath().getParent());
            try {
                Files.createDirectory(home, PosixFilePermissions.asFileAttribute(Ownership.PRIVATE_FOLDER));
            } catch (FileAlreadyExistsException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0} was made by someone else just now", home);
            }
        }
        ownership.check(home);
        if (!Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)) {
            throw new HomeException(HomeException.Code.INVALID, home + " is not a folder; move it away or set " + VARIABLE);
        }
        ownership.makePrivate(home, Ownership.PRIVATE_FOLDER);
    }

    private static HomeException running(Path home, Ownership ownership) {
        String who;
        try {
            who = new PidFile(home, ownership).describe();
        } catch (IOException e) {
            who = "pid unknown: " + e.getMessage();
        }
        return new HomeException(HomeException.Code.RUNNING, "Another daemon is running in " + home + " (" + who
                + "). Stop it with \"paseo daemon stop\" or use another " + VARIABLE);
    }

    /** Asks the kernel, because a look-up by name may ask the network. */
    private static String hostname(Map<String, String> environment) throws IOException {
        if (Files.isReadable(KERNEL_HOSTNAME)) {
            return Files.readString(KERNEL_HOSTNAME, StandardCharsets.ISO_8859_1).strip();
        }
        return Optional.ofNullable(environment.get("HOSTNAME")).filter(name -> !name.isBlank()).orElse("localhost");
    }

    public Path path() {
        return path;
    }

    public String hostname() {
        return owner.hostname();
    }

    public String serverId() {
        return serverId;
    }

    /** Where a daemon listened that was to be started again or was killed; empty after one that ended in order. */
    public Optional<String> formerly() {
        return formerly;
    }

    /**
     * Tells in {@code paseo.pid} where clients reach this daemon.
     *
     * @param listen      as {@code 127.0.0.1:6767}, {@code unix:///run/x}
     * @param certificate the file with the certificate that TCP addresses show; empty if they speak no TLS
     */
    public void announce(String listen, Optional<Path> certificate) {
        try {
            pidFile.announce(owner, listen, certificate);
        } catch (IOException e) {
            throw new HomeException(HomeException.Code.IO, "Cannot write paseo.pid in " + path + ": " + e, e);
        }
    }

    /** Lets the lock go and leaves {@code paseo.pid} to the daemon that is started now. Idempotent. */
    public void leave() {
        end(false);
    }

    /** Removes {@code paseo.pid} and lets the lock go. Idempotent. */
    @Override
    public void close() {
        end(true);
    }

    private synchronized void end(boolean forGood) {
        if (!lock.held()) {
            return;
        }
        try (lock) {
            if (forGood) {
                pidFile.remove();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "leaving " + path + " failed", e);
        }
    }
}
