package sh.paseo.hosting;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.websocket.ClientOptions;
import sh.paseo.websocket.ConnectionWatch;
import sh.paseo.websocket.TlsLayer;
import sh.paseo.websocket.WebSocketClient;
import sh.paseo.websocket.WebSocketConnection;
import sh.paseo.websocket.WebSocketException;
import sh.paseo.websocket.WebSocketLimits;

/** TLS on real sockets. */
class TlsTest {
    private static final HostingLimits.Times HASTY = new HostingLimits.Times(Duration.ofMillis(300), Duration.ofMillis(200),
            Duration.ofMillis(400), Duration.ofSeconds(15), Duration.ofMillis(50));
    private static final String HEALTH = "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String OK = "{\"status\":\"ok\"}";
    private static final int PATIENCE_MILLIS = 10_000;

    private final FakeCertificates files = new FakeCertificates("ec");
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private EchoServer server(HostingLimits limits) {
        EchoServer server = EchoServer.secure(files, limits);
        open.add(server);
        return server;
    }

    private SSLSocket dial(EchoServer server, SSLContext context, String... versions) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
        open.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        if (versions.length > 0) {
            socket.setEnabledProtocols(versions);
        }
        socket.startHandshake();
        return socket;
    }

    private WebSocketConnection client(EchoServer server, SSLContext context) {
        WebSocketConnection client = WebSocketClient.connect(server.address(), new TlsLayer(context, true), ClientOptions.DEFAULT,
                WebSocketLimits.DEFAULT, new ConnectionWatch());
        open.add(client::abort);
        return client;
    }

    private static int status(Socket socket, String request) throws IOException {
        RawHttp.send(socket, request);
        String head = RawHttp.head(socket.getInputStream());
        if (head.contains("Content-Length: " + OK.length())) {
            assertEquals(OK, new String(socket.getInputStream().readNBytes(OK.length()), StandardCharsets.US_ASCII));
        }
        return RawHttp.status(head);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa", "ed25519", "signed"})
    void requestsAndMessagesGoThroughWithEveryKindOfKey(String name) throws Exception {
        files.put(name, name);
        EchoServer server = server(HostingLimits.DEFAULT);
        SSLContext trusting = FakeCertificates.trusting(name.equals("signed") ? "ca" : name);
        SSLSocket plain = dial(server, trusting);
        assertEquals(200, status(plain, HEALTH));
        plain.close();
        WebSocketConnection client = client(server, trusting);
        for (int size : new int[] {0, 1, 1000, 16 * 1024, 1_000_000}) {
            byte[] sent = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
            client.send(Frame.Text.of("x".repeat(size)));
            assertArrayEquals(sent, client.receive().orElseThrow().bytes());
        }
        await().until(() -> server.listeners.strangers() == 0);
    }

    @Test
    void manyMessagesCrossInBothDirectionsAtOnce() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        WebSocketConnection client = client(server, FakeCertificates.trusting("ec"));
        Thread sender = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 300; i++) {
                client.send(Frame.Text.of(i + " " + "x".repeat(i * 100)));
            }
        });
        for (int i = 0; i < 300; i++) {
            assertEquals(i + " " + "x".repeat(i * 100), ((Frame.Text) client.receive().orElseThrow()).text());
        }
        sender.join();
    }

    @Test
    void onlyVersions12And13AreSpoken() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        SSLContext trusting = FakeCertificates.trusting("ec");
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            SSLSocket socket = dial(server, trusting, version);
            assertEquals(version, socket.getSession().getProtocol());
            assertEquals(200, status(socket, HEALTH));
            assertEquals(200, status(socket, HEALTH), "and again on the same connection");
        }
        assertArrayEquals(new String[] {"TLSv1.3", "TLSv1.2"},
                new ServerTls(files, System::nanoTime).engine().getEnabledProtocols());
    }

    @Test
    void whoNegotiatesAnewIsCut() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        SSLSocket socket = dial(server, FakeCertificates.trusting("ec"), "TLSv1.2");
        assertEquals(200, status(socket, HEALTH));
        int answered;
        try {
            socket.startHandshake();
            answered = status(socket, HEALTH);
        } catch (IOException cut) {
            answered = -1;
        }
        assertEquals(-1, answered);
        await().until(() -> server.listeners.strangers() == 0);
    }

    @Test
    void newKeysOfVersion13AreTaken() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        SSLSocket socket = dial(server, FakeCertificates.trusting("ec"), "TLSv1.3");
        for (int i = 0; i < 3; i++) {
            socket.startHandshake();
            assertEquals(200, status(socket, HEALTH));
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsCutInTimeAndCountsAsAStranger() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT.withTimes(HASTY));
        for (byte[] beginning : List.of(new byte[0], new byte[] {22, 3, 1, 1, 0, 1}, new byte[] {22})) {
            Socket socket = RawHttp.open(server.port());
            open.add(socket);
            socket.getOutputStream().write(beginning);
            await().until(() -> server.listeners.strangers() == 1);
            long start = System.nanoTime();
            readToTheEnd(socket);
            assertTrue(System.nanoTime() - start < Duration.ofSeconds(3).toNanos());
            await().until(() -> server.listeners.strangers() == 0);
        }
    }

    @Test
    void theDeadlinesForARequestHoldAsWithoutTls() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT.withTimes(HASTY));
        SSLContext trusting = FakeCertificates.trusting("ec");
        SSLSocket silent = dial(server, trusting);
        assertEquals(408, RawHttp.status(RawHttp.head(silent.getInputStream())));
        SSLSocket idle = dial(server, trusting);
        assertEquals(200, status(idle, HEALTH));
        assertEquals(-1, idle.getInputStream().read());
        await().until(() -> server.listeners.strangers() == 0);
    }

    @Test
    void strangersBeyondTheLimitAreCutAndPlacesComeBack() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        SSLContext trusting = FakeCertificates.trusting("ec");
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            strangers.add(RawHttp.open(server.port()));
        }
        open.addAll(strangers);
        await().until(() -> server.listeners.strangers() == 64);
        assertThrows(IOException.class, () -> dial(server, trusting));
        strangers.getFirst().close();
        await().until(() -> server.listeners.strangers() == 63);
        assertEquals(200, status(dial(server, trusting), HEALTH));
    }

    @Test
    void aPlainRequestIsCutAndNotWorthALineInTheLog() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        try (var log = LogRecords.all()) {
            for (String request : List.of(HEALTH, "\r\n\r\n\r\n", "GET /ws HTTP/1.1\r\nHost: localhost\r\n" + RawHttp.UPGRADE + "\r\n")) {
                Socket socket = RawHttp.open(server.port());
                open.add(socket);
                RawHttp.send(socket, request);
                String answer = readToTheEnd(socket);
                assertTrue(!answer.contains("HTTP") && !answer.contains("ok"), answer);
            }
            await().until(() -> server.listeners.strangers() == 0);
            List<String> told = log.records().stream().filter(record -> record.getLevel().intValue() >= Level.WARNING.intValue()
                    || record.getThrown() != null).map(LogRecord::getMessage).toList();
            assertEquals(List.of(), told);
        }
    }

    @Test
    void aPageIsOursOnlyIfItCameByTls() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        SSLContext trusting = FakeCertificates.trusting("ec");
        String request = "GET /ws HTTP/1.1\r\nHost: localhost:6767\r\n" + RawHttp.UPGRADE + "Origin: ";
        assertEquals(101, status(dial(server, trusting), request + "https://localhost:6767\r\n\r\n"));
        assertEquals(403, status(dial(server, trusting), request + "http://localhost:6767\r\n\r\n"));
        assertEquals(403, status(dial(server, trusting), request + "https://localhost\r\n\r\n"));
    }

    @Test
    void aNewCertificateIsForNewConnectionsAndTheOldOnesGoOn() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        SSLContext trusting = FakeCertificates.trusting("ec", "rsa");
        WebSocketConnection old = client(server, trusting);
        assertEquals(FakeCertificates.certificate("ec"), shown(server, trusting));
        files.put("rsa", "rsa");
        await().until(() -> shown(server, trusting).equals(FakeCertificates.certificate("rsa")));
        old.send(Frame.Text.of("still here"));
        assertEquals("still here", ((Frame.Text) old.receive().orElseThrow()).text());
    }

    @Test
    void aBrokenNewPairKeepsTheOldOneInUse() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        SSLContext trusting = FakeCertificates.trusting("ec", "rsa");
        files.put("rsa", "ec");
        await().until(() -> {
            assertEquals(FakeCertificates.certificate("ec"), shown(server, trusting));
            return files.reads.get() > 1;
        });
        assertEquals(FakeCertificates.certificate("ec"), shown(server, trusting));
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateSaysSoAndGoesAway() throws Exception {
        EchoServer server = server(HostingLimits.DEFAULT);
        var refused = assertThrows(WebSocketException.class, () -> client(server, FakeCertificates.trusting("rsa")));
        assertTrue(refused.getCause() instanceof SSLException, String.valueOf(refused.getCause()));
        await().until(() -> server.listeners.strangers() == 0);
    }

    @Test
    void aUnixSocketStaysPlain(@TempDir Path folder) {
        try (HelidonListeners listeners = new HelidonListeners(new RequestGate(GatePolicy.DEFAULT), Optional.empty(), Optional.of(files),
                Routes.reading(Map.of()), channel -> channel.receive().ifPresent(channel::send), HostingLimits.DEFAULT);
                var listener = listeners.open(new ListenAddress.Unix(folder.resolve("paseo.sock")));
                var client = WebSocketClient.connect(listener.address(), ClientOptions.DEFAULT)) {
            client.send(Frame.Text.of("hello"));
            assertEquals("hello", ((Frame.Text) client.receive().orElseThrow()).text());
        }
    }

    private Certificate shown(EchoServer server, SSLContext trusting) throws IOException {
        try (SSLSocket socket = dial(server, trusting)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    /** What comes until the server closes, or resets since it has not read everything. */
    private static String readToTheEnd(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
                text.append((char) b);
            }
        } catch (java.net.SocketException reset) {
            return text.toString();
        }
        return text.toString();
    }
}
