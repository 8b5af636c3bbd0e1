package sh.paseo.daemon.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who owns files and who may write to them. Links are never followed.
 *
 * <p><b>Thread</b>: any. <b>Source</b>: cases 67, 69 and 70 of the security cases.
 */
public final class Ownership {
    /** For files that only we may read and write. */
    public static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    /** For folders that only we may enter. */
    public static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");

    private static final int ROOT = 0;

    private final int uid;

    private Ownership(int uid) {
        this.uid = uid;
    }

    /** Of the user who runs this program. */
    public static Ownership ofThisProcess() {
        return new Ownership(currentUid());
    }

    public int uid() {
        return uid;
    }

    /** Why this must not be trusted with secrets: it is a link, someone else's, or others may write to it. Empty if nothing is wrong. */
    public Optional<String> problem(Path path) {
        return problem(path, List.of(uid));
    }

    /** As {@link #problem}, for what may as well belong to the machine's administrator. */
    public Optional<String> problemUnlessRoots(Path path) {
        return problem(path, List.of(uid, ROOT));
    }

    /** As {@link #problemUnlessRoots}, for what nobody else may read either. */
    public Optional<String> problemWithSecret(Path path) {
        Optional<String> unsafe = problemUnlessRoots(path);
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return unsafe.isEmpty() && (mode & 0077) != 0 ? Optional.of(path + " may be read by others (mode "
                    + Integer.toOctalString(mode & 07777) + "); run: chmod go= " + quoted(path)) : unsafe;
        } catch (IOException e) {
            return unsafe.or(() -> Optional.of(path + " cannot be looked at: " + e.getMessage()));
        }
    }

    private static Optional<String> problem(Path path, List<Integer> owners) {
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:uid,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
            if (Boolean.TRUE.equals(found.get("isSymbolicLink"))) {
                return Optional.of(path + " is a symbolic link; put the real thing in its place");
            }
            int owner = (Integer) found.get("uid");
            if (!owners.contains(owner)) {
                return Optional.of(path + " belongs to user " + owner + " and not to user " + owners.getFirst()
                        + "; run: chown " + owners.getFirst() + " " + quoted(path));
            }
            int mode = (Integer) found.get("mode");
            if ((mode & 0022) != 0) {
                return Optional.of(path + " may be written to by others (mode " + Integer.toOctalString(mode & 07777)
                        + "); run: chmod go-w " + quoted(path));
            }
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of(path + " does not exist");
        } catch (IOException e) {
            return Optional.of(path + " cannot be looked at: " + e.getMessage());
        }
    }

    /** Throws {@link HomeException.Code#UNSAFE} if there is a {@link #problem}. */
    public void check(Path path) {
        Optional<String> problem = problem(path);
        if (problem.isPresent()) {
            throw new HomeException(HomeException.Code.UNSAFE, problem.get());
        }
    }

    /** Takes away what rights others have, for something that is ours. */
    public void makePrivate(Path path, Set<PosixFilePermission> permissions) throws IOException {
        Set<PosixFilePermission> now = Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
        if (!permissions.containsAll(now)) {
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    /** Opens a file of ours, made with mode 0600 if {@code how} makes it; a link is refused. */
    public FileChannel openPrivate(Path path, StandardOpenOption... how) throws IOException {
        List<OpenOption> options = new ArrayList<>(List.of(how));
        options.add(LinkOption.NOFOLLOW_LINKS);
        FileAttribute<Set<PosixFilePermission>> mode = PosixFilePermissions.asFileAttribute(PRIVATE_FILE);
        try {
            return FileChannel.open(path, Set.copyOf(options), mode);
        } catch (IOException e) {
            if (Files.isSymbolicLink(path)) {
                throw new HomeException(HomeException.Code.UNSAFE, problem(path).orElse(path + " is a symbolic link"), e);
            }
            throw e;
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }

    /** The JDK tells no user id: on Linux the process's own folder has it, elsewhere a file just made has. */
    private static int currentUid() {
        try {
            Path self = Path.of("/proc/self");
            if (Files.isDirectory(self)) {
                return (Integer) Files.getAttribute(self, "unix:uid");
            }
            Path made = Files.createTempFile("paseo", ".uid");
            try {
                return (Integer) Files.getAttribute(made, "unix:uid");
            } finally {
                Files.delete(made);
            }
        } catch (IOException e) {
            throw new HomeException(HomeException.Code.IO, "Cannot find out which user runs this program: " + e.getMessage(), e);
        }
    }
}
