package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that only listens on a socket file. */
@EnabledOnOs(OS.LINUX)
class UnixSocketTest {
    private static final String ASK = """
            const socket = require('net').connect(process.argv[1]);
            socket.on('error', failure => console.log('failed ' + failure.code));
            socket.on('data', data => process.stdout.write(data));
            socket.write('GET /api/health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n');
            """;

    @TempDir
    Path scratch;

    private Path socket() {
        return scratch.resolve("home/run/paseo.sock");
    }

    private String address() {
        return UnixSockets.PREFIX + socket();
    }

    @Test
    void withAllTransportsInstalledNoTcpSocketIsOpenAndEveryCommandWorks() throws Exception {
        try (var paseo = Distribution.shipped(scratch).with("PASEO_LISTEN", address())) {
            paseo.start();
            assertEquals(Set.of(), Sockets.listeningOf(paseo.jvm()));
            assertEquals("rwx------", mode(socket().getParent()));
            assertEquals("rw-------", mode(socket()));
            assertEquals(0, paseo.run("run", "--provider", "demo", "--mode", "auto", "look around").exit());
            assertTrue(paseo.run("--host", address(), "ls").ok().out().contains("demo"));
            assertTrue(paseo.run("daemon", "status").ok().out().contains(address()));
            paseo.terminate();
            assertFalse(Files.exists(socket()));
        }
    }

    @Test
    void withThisTransportAloneNoTcpSocketIsOpenWhateverTheConfigurationSays() throws Exception {
        try (var paseo = Distribution.copied(scratch).with("PASEO_LISTEN", address() + ",127.0.0.1:0")) {
            Files.delete(paseo.install().resolve("plugins/transport-tcp.jar"));
            paseo.start();
            assertEquals(Set.of(), Sockets.listeningOf(paseo.jvm()));
            assertTrue(paseo.log().contains("no installed transport serves 127.0.0.1:0 of daemon.listen"), paseo::log);
            paseo.run("ls").ok();
        }
    }

    @Test
    void aSocketThatAKilledDaemonLeftIsReplaced() throws Exception {
        try (var paseo = Distribution.shipped(scratch).with("PASEO_LISTEN", address())) {
            paseo.start();
            paseo.kill();
            assertTrue(Files.exists(socket()));
            paseo.start();
            paseo.run("ls").ok();
        }
    }

    @Test
    void anotherUserIsRefusedEvenIfTheFilesLetThemIn() throws Exception {
        assumeTrue(new UnixSystem().getUid() == 0, "only root can ask as somebody else");
        assumeTrue(List.of("/usr/bin", "/bin").stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, "setpriv"))), "no setpriv");
        try (var paseo = Distribution.shipped(scratch).with("PASEO_LISTEN", address())) {
            paseo.start();
            for (var folder = socket().getParent(); folder.startsWith(scratch); folder = folder.getParent()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Files.setPosixFilePermissions(socket(), PosixFilePermissions.fromString("rw-rw-rw-"));
            assertTrue(askAs(0).startsWith("HTTP/1.1 200"), askAs(0));
            assertFalse(askAs(65_534).contains("HTTP"), askAs(65_534));
            assertTrue(askAs(0).startsWith("HTTP/1.1 200"));
        }
    }

    private String askAs(int uid) throws IOException, InterruptedException {
        var id = Integer.toString(uid);
        var asking = new ProcessBuilder("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "node", "-e", ASK, socket().toString())
                .directory(Path.of("/").toFile()).redirectErrorStream(true).start();
        var said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asking.waitFor();
        return said;
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
