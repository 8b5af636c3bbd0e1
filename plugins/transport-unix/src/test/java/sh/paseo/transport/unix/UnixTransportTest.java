package sh.paseo.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.PluginException;
import sh.paseo.api.transport.Endpoint;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.RunningTransport;
import sh.paseo.api.transport.Transport;
import sh.paseo.api.transport.TransportHealth.State;

class UnixTransportTest {
    private static final ListenAddress LOOPBACK = new ListenAddress.Tcp("127.0.0.1", 6767);

    @TempDir
    Path scratch;

    private Path folder;
    private Path socket;

    @BeforeEach
    void place() {
        folder = scratch.resolve("run");
        socket = folder.resolve("paseo.sock");
    }

    private static RunningTransport start(ListenAddress... addresses) {
        return new UnixTransport().start(FakeHost.with(addresses));
    }

    private RunningTransport start() {
        return start(new ListenAddress.Unix(socket));
    }

    private String refusal() {
        PluginException failure = assertThrows(PluginException.class, this::start);
        assertEquals(PluginException.Code.IO, failure.code());
        assertTrue(failure.getMessage().startsWith("cannot listen on unix://" + socket + ": "), failure.getMessage());
        return failure.getMessage();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static ServerSocketChannel bind(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private void folder(String mode) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    }

    @Test
    void theFolderAndTheSocketAreForThisUserAloneAndTheSocketGoesAtTheEnd() throws IOException {
        try (RunningTransport running = start(LOOPBACK, new ListenAddress.Unix(socket))) {
            assertEquals(List.of(new Endpoint("unix://" + socket)), running.endpoints());
            assertEquals(State.UP, running.health().state());
            assertEquals("rwx------", mode(folder));
            assertEquals("rw-------", mode(socket));
        }
        assertFalse(Files.exists(socket));
    }

    @Test
    void aFolderThatOthersMayEnterIsRefusedWithTheRepair() throws IOException {
        folder("rwxr-xr-x");
        assertTrue(refusal().contains("chmod 700 '" + folder.toRealPath() + "'"));
        assertFalse(Files.exists(socket));
    }

    @Test
    void aFolderOfSomebodyElseIsRefused() {
        socket = Path.of("/tmp/paseo-test.sock");
        PluginException failure = assertThrows(PluginException.class, this::start);
        assertTrue(failure.getMessage().contains("folder"), failure.getMessage());
    }

    @Test
    void aSocketWhoseDaemonIsGoneIsReplaced() throws IOException {
        folder("rwx------");
        bind(socket).close();
        assertTrue(Files.exists(socket));
        try (RunningTransport running = start()) {
            assertEquals(State.UP, running.health().state());
        }
    }

    @Test
    void aSocketThatAnswersIsLeftAlone() throws IOException {
        folder("rwx------");
        try (ServerSocketChannel other = bind(socket)) {
            assertTrue(refusal().contains("another program listens there"));
            assertTrue(other.isOpen() && Files.exists(socket));
        }
    }

    @Test
    void whatIsNoSocketIsNeverRemoved() throws IOException {
        folder("rwx------");
        Files.writeString(socket, "precious");
        assertTrue(refusal().contains("something else is there already"));
        assertEquals("precious", Files.readString(socket));
        Files.delete(socket);
        Files.createSymbolicLink(socket, scratch.resolve("elsewhere"));
        assertTrue(refusal().contains("something else is there already"));
    }

    @Test
    void aSocketThatTookThePlaceOfOursIsNotRemovedAtTheEnd() throws IOException {
        RunningTransport running = start();
        Path aside = folder.resolve("aside");
        Files.move(socket, aside);
        try (ServerSocketChannel other = bind(socket)) {
            running.close();
            assertTrue(other.isOpen() && Files.exists(socket));
        }
    }

    @Test
    void aPathThatTheSystemCannotTakeIsRefusedWithItsLength() {
        socket = folder.resolve("x".repeat(120));
        assertTrue(refusal().contains("bytes and the system takes"));
    }

    @Test
    void oneThatFailsLeavesNoneOpen() throws IOException {
        Path other = scratch.resolve("open");
        Files.createDirectories(other);
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThrows(PluginException.class,
                () -> start(new ListenAddress.Unix(socket), new ListenAddress.Unix(other.resolve("paseo.sock"))));
        assertFalse(Files.exists(socket));
    }

    @Test
    void withoutASocketInTheConfigurationItIsDown() {
        try (RunningTransport running = start(LOOPBACK)) {
            assertEquals(State.DOWN, running.health().state());
            assertEquals(List.of(), running.endpoints());
        }
    }

    @Test
    void isFoundAsAService() {
        assertTrue(ServiceLoader.load(Transport.class).stream().anyMatch(found -> found.type() == UnixTransport.class));
    }
}
