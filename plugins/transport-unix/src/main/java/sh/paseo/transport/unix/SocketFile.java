package sh.paseo.transport.unix;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.PluginException;
import sh.paseo.api.transport.ListenAddress;

/**
 * The file of a socket, in a folder that nobody else can enter: the folder keeps others out from the moment the socket is made, the
 * socket's own mode after that, and the host asks the system who connects.
 *
 * <p><b>Errors</b>: {@code IO} with the address, the reason and the repair. <b>Source</b>: case 69 of the security cases.
 */
final class SocketFile {
    /** An address of Linux holds 108 bytes with their end; that of macOS 104. */
    private static final int MOST_BYTES = 103;

    private static final int TYPE = 0170000;
    private static final int SOCKET = 0140000;
    private static final int OTHERS = 0077;

    private final ListenAddress.Unix address;
    private Optional<Object> made = Optional.empty();

    private SocketFile(ListenAddress.Unix address) {
        this.address = address;
    }

    /** Makes the folder if it is missing, and takes away what an earlier daemon left in the socket's place. */
    static SocketFile prepared(ListenAddress.Unix address) {
        SocketFile file = new SocketFile(address);
        int bytes = file.path().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw file.failed("its path has " + bytes + " bytes and the system takes " + MOST_BYTES + "; name a shorter one", null);
        }
        try {
            file.checkFolder();
            file.clear();
        } catch (IOException e) {
            throw file.failed(e.toString(), e);
        }
        return file;
    }

    private Path path() {
        return address.path();
    }

    private void checkFolder() throws IOException {
        Path named = path().toAbsolutePath().getParent();
        if (named == null) {
            throw failed("it has no folder; name a file in a folder of yours", null);
        }
        if (!Files.exists(named)) {
            Files.createDirectories(named, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path folder = named.toRealPath();
        Map<String, Object> found = Files.readAttributes(folder, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        if (!ours(found)) {
            throw failed("its folder " + folder + " belongs to user " + found.get("uid") + "; name a socket in a folder of your own", null);
        }
        int mode = (Integer) found.get("mode");
        if ((mode & OTHERS) != 0) {
            throw failed("others may enter its folder (mode " + Integer.toOctalString(mode & 07777) + "); run: chmod 700 '" + folder
                    + "', or name a socket in a folder of its own", null);
        }
    }

    private static boolean ours(Map<String, Object> attributes) {
        return (Integer) attributes.get("uid") == new UnixSystem().getUid();
    }

    private void clear() throws IOException {
        Map<String, Object> found;
        try {
            found = Files.readAttributes(path(), "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (((Integer) found.get("mode") & TYPE) != SOCKET) {
            throw failed("something else is there already; move it away or name another place", null);
        }
        if (!ours(found)) {
            throw failed("there is a socket of user " + found.get("uid") + "; name another place", null);
        }
        if (answers()) {
            throw failed("another program listens there; stop it or name another place", null);
        }
        Files.deleteIfExists(path());
    }

    /** A socket whose program has ended refuses. */
    private boolean answers() throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path()));
        } catch (ConnectException refused) {
            return false;
        }
    }

    /** The socket is there: from now on it is for this user alone, and known again. */
    void bound() {
        try {
            Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
            made = Optional.of(key());
        } catch (IOException e) {
            throw failed("cannot make it private: " + e, e);
        }
    }

    private Object key() throws IOException {
        return Files.getAttribute(path(), "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes the socket away, unless another has come into its place. */
    void remove() {
        try {
            if (made.isPresent() && made.get().equals(key())) {
                Files.delete(path());
            }
        } catch (NoSuchFileException e) {
            // Somebody was faster.
        } catch (IOException e) {
            throw failed("cannot take it away: " + e, e);
        }
    }

    private PluginException failed(String why, Throwable cause) {
        return new PluginException(PluginException.Code.IO, "cannot listen on " + address + ": " + why, cause);
    }
}
