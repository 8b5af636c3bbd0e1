package sh.paseo.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.websocket.ServerHandshake;

/** Whose certificate a command takes, against real servers. */
@Timeout(30)
class TlsDialTest {
    private static final Path USER = Path.of("/home/ann");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String KEY = "Sec-WebSocket-Key: ";

    @TempDir
    Path folder;

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            try (InputStream in = resource(name)) {
                Files.copy(in, file);
            }
        }
        return file;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(TlsDialTest.class.getResourceAsStream("tls/" + name), name);
    }

    private static ServerSocket secure(String store) throws Exception {
        char[] passphrase = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = resource(store)) {
            keys.load(in, passphrase);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, passphrase);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return serving(context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress()));
    }

    /** Greets whoever gets through with a message. */
    private static ServerSocket serving(ServerSocket server) {
        Thread.ofPlatform().daemon().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    greet(socket);
                } catch (IOException gone) {
                    // The next one may get further.
                    continue;
                }
            }
        });
        return server;
    }

    private static void greet(Socket socket) throws IOException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String key = "";
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            key = line.startsWith(KEY) ? line.substring(KEY.length()) : key;
        }
        socket.getOutputStream().write(ServerHandshake.switching(key, Optional.empty()));
        socket.getOutputStream().write(new byte[] {(byte) 0x81, 2, '{', '}'});
        while (in.read() >= 0) {
            // What the client says is swallowed.
        }
    }

    private static Target.Tcp target(ServerSocket server, String host, Trust trust) {
        return new Target.Tcp(host, server.getLocalPort(), Optional.of(trust), Optional.empty());
    }

    private static void connects(Target target) throws IOException {
        try (Wire wire = new SocketDial().dial(target, SOON)) {
            assertEquals(Optional.of("{}"), wire.receive());
        }
    }

    private static CliException refused(Target target) {
        return assertThrows(NotTrusted.class, () -> new SocketDial().dial(target, SOON)).told(target);
    }

    @Test
    void theAuthorityThatTheUserNamesIsTrustedForTheHostOfTheCertificate() throws Exception {
        try (ServerSocket server = secure("signed.p12")) {
            connects(target(server, "localhost", new Trust.Authority(file("ca.pem"))));
            connects(target(server, "127.0.0.1", new Trust.Authority(file("ca.pem"))));
        }
        try (ServerSocket server = secure("elsewhere.p12")) {
            CliException told = refused(target(server, "localhost", new Trust.Authority(file("ca.pem"))));
            assertTrue(told.getMessage().contains("localhost") && told.details().orElse("").contains("Name the host"), told::getMessage);
        }
    }

    @Test
    void anotherAuthorityOrNoneIsRefusedWithTheOptionThatHelps() throws Exception {
        try (ServerSocket server = secure("signed.p12")) {
            for (Trust trust : new Trust[] {new Trust.Authority(file("ec.pem")), new Trust.Known()}) {
                CliException told = refused(target(server, "localhost", trust));
                assertEquals("CERTIFICATE_NOT_TRUSTED", told.code());
                assertTrue(told.details().orElse("").contains("--ca"), told::toString);
            }
        }
    }

    @Test
    void theDaemonOfTheHomeIsKnownByItsCertificateWhateverThatSaysOfHosts() throws Exception {
        try (ServerSocket server = secure("elsewhere.p12")) {
            connects(target(server, "127.0.0.1", new Trust.Exactly(file("elsewhere.pem"))));
            CliException told = refused(target(server, "127.0.0.1", new Trust.Exactly(file("signed.pem"))));
            assertTrue(told.getMessage().contains("another certificate than that in"), told::getMessage);
            assertTrue(refused(target(server, "127.0.0.1", new Trust.Exactly(folder.resolve("none.pem")))).getMessage()
                    .contains("cannot be read"));
        }
    }

    @Test
    void aFileOfAuthoritiesThatIsNoneIsToldOf() throws IOException {
        for (Path none : new Path[] {folder.resolve("missing.pem"), Files.writeString(folder.resolve("empty.pem"), "")}) {
            var target = new Target.Tcp("localhost", 1, Optional.of(new Trust.Authority(none)), Optional.empty());
            CliException told = assertThrows(CliException.class, () -> new SocketDial().dial(target, SOON));
            assertEquals("CA_UNREADABLE", told.code());
            assertTrue(told.getMessage().contains(none.toString()), told::getMessage);
        }
    }

    @Test
    void aServerWithoutTlsAndOneThatSaysNothingAreToldApartFromOneThatIsNotTrusted() throws Exception {
        try (ServerSocket server = serving(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()))) {
            var target = target(server, "localhost", new Trust.Known());
            IOException failed = assertThrows(IOException.class, () -> new SocketDial().dial(target, Duration.ofSeconds(2)));
            assertFalse(failed instanceof NotTrusted, failed::toString);
        }
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var target = target(silent, "localhost", new Trust.Known());
            IOException failed = assertThrows(IOException.class, () -> new SocketDial().dial(target, Duration.ofMillis(200)));
            assertTrue(failed.getMessage().contains("within 200 ms"), failed::toString);
        }
    }

    @Test
    void addressesWithTlsAreUnderstood() {
        for (String text : new String[] {"wss://box:1", "wss://box:1/", "tcp://box:1?ssl=true", "wss://box:1?password=x"}) {
            assertInstanceOf(Trust.Known.class, ((Target.Tcp) Target.parse(text, USER)).tls().orElseThrow(), text);
        }
        assertEquals(Optional.empty(), ((Target.Tcp) Target.parse("tcp://box:1?ssl=false", USER)).tls());
        assertThrows(CliException.class, () -> Target.parse("wss://box", USER));
    }

    private DaemonLocator locator(Optional<Path> authority) {
        return new DaemonLocator(Map.of(), USER, new PaseoHome(folder), new FakeNet(), DaemonPassword.none(), authority);
    }

    private Optional<Trust> trusted(Optional<Path> authority, Optional<String> host) {
        return ((Target.Tcp) locator(authority).candidates(host).getFirst()).tls();
    }

    @Test
    void addressesThatTheDaemonOfTheHomeWroteDownAreReachedByItsCertificateAndOthersAreNot() throws IOException {
        Files.writeString(folder.resolve("paseo.pid"), "{\"pid\":1,\"startedAt\":\"\",\"hostname\":\"\",\"uid\":0,"
                + "\"listen\":\"unix:///run/p.sock,0.0.0.0:7002\",\"certificate\":\"/etc/cert.pem\"}");
        var candidates = locator(Optional.empty()).candidates(Optional.empty());
        assertEquals(new Target.Unix(Path.of("/run/p.sock")), candidates.getFirst());
        Optional<Trust> exactly = Optional.of(new Trust.Exactly(Path.of("/etc/cert.pem")));
        assertEquals(exactly, ((Target.Tcp) candidates.get(1)).tls());
        assertEquals(Optional.empty(), ((Target.Tcp) candidates.getLast()).tls(), "whoever has the usual port");
        for (String own : new String[] {"127.0.0.1:7002", "0.0.0.0:7002", "wss://127.0.0.1:7002"}) {
            assertEquals(exactly, trusted(Optional.empty(), Optional.of(own)), own);
        }
        assertEquals(Optional.empty(), trusted(Optional.empty(), Optional.of("box:7002")));
        assertEquals(Optional.of(new Trust.Authority(folder)), trusted(Optional.of(folder), Optional.of("127.0.0.1:7002")));
    }

    @Test
    void anAuthorityForAHostThatIsReachedWithoutTlsIsAnErrorThatShowsTheRightSpelling() {
        CliException told = assertThrows(CliException.class, () -> trusted(Optional.of(folder), Optional.of("box:1")));
        assertEquals("INVALID_OPTIONS", told.code());
        assertTrue(told.details().orElse("").contains("wss://box:1"), told::toString);
        assertEquals(Optional.of(new Trust.Authority(folder)), trusted(Optional.of(folder), Optional.of("wss://box:1")));
    }

    @Test
    void aDaemonThatIsNotTrustedEndsTheCommandWithTheRemedyAndIsNotTakenForOneThatDoesNotRun() throws Exception {
        try (ServerSocket server = secure("signed.p12")) {
            var locator = new DaemonLocator(Map.of(), USER, new PaseoHome(folder), new SocketDial());
            CliException told = assertThrows(CliException.class,
                    () -> locator.connect(Optional.of("wss://localhost:" + server.getLocalPort()), SOON));
            assertEquals("CERTIFICATE_NOT_TRUSTED", told.code());
            assertTrue(told.details().orElse("").contains("--ca"), told::toString);
        }
    }
}
