package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.api.transport.CloseReason;

/** What is served, and what is said, while a password is asked for. */
@Timeout(20)
class PasswordGateTest {
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    private static final SocketAddress NETWORK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final PasswordCheck check = (password, from) -> {
        asked.add(from);
        return switch (password) {
            case "right" -> PasswordCheck.Answer.RIGHT;
            case "late" -> PasswordCheck.Answer.TOO_MANY;
            default -> PasswordCheck.Answer.WRONG;
        };
    };
    private final PasswordGate gate = new PasswordGate(Optional.of(check));
    private final EchoServer server = new EchoServer(GatePolicy.DEFAULT, Optional.of(check), HostingLimits.DEFAULT, channel -> {
        accepted.incrementAndGet();
        channel.close(new CloseReason(4000, "accepted"));
    });

    @AfterEach
    void close() {
        server.close();
    }

    private int status(String path, String headers) throws IOException {
        return RawHttp.status(server.port(), "GET " + path + HOST + headers + "\r\n");
    }

    @Test
    void aPlainRequestNeedsThePasswordButForHealth() throws IOException {
        assertEquals(200, status("/api/health", ""));
        assertEquals(200, status("/api/status", "Authorization: Bearer right\r\n"));
        String refused = RawHttp.ask(server.port(), "GET /api/status" + HOST + "\r\n");
        assertTrue(refused.startsWith("HTTP/1.1 401 Unauthorized\r\n") && refused.endsWith("{\"error\":\"Unauthorized\"}"), refused);
        assertEquals(401, status("/api/nothing", ""), "not even what there is, is told");
        assertEquals(401, status("/api/health/", ""));
        assertEquals(401, status("/ws", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer right", "BEARER right", "Bearer", "Bearer wrong", "Bearer right right", "Basic right", "right", ""})
    void anythingButTheSchemeInItsLettersAndOnePasswordIsRefused(String value) throws IOException {
        assertEquals(401, status("/api/status", "Authorization: " + value + "\r\n"));
    }

    @Test
    void twoPasswordsAreNone() throws IOException {
        assertEquals(401, status("/api/status", "Authorization: Bearer right\r\nAuthorization: Bearer right\r\n"));
    }

    @Test
    void afterTooManyWrongOnesTheAnswerSaysToWait() throws IOException {
        assertEquals(429, status("/api/status", "Authorization: Bearer late\r\n"));
    }

    @Test
    void hostAndOriginComeFirst() throws IOException {
        assertEquals(403,
                RawHttp.status(server.port(), "GET /api/status HTTP/1.1\r\nHost: evil.com\r\nAuthorization: Bearer right\r\n\r\n"));
        assertEquals(403, status("/api/status", "Origin: https://evil.com\r\nAuthorization: Bearer right\r\n"));
        assertEquals(List.of(), asked);
    }

    private String webSocket(String offers) throws IOException {
        try (Socket socket = RawHttp.open(server.port())) {
            RawHttp.send(socket, "GET /ws HTTP/1.1\r\nHost: localhost\r\n" + RawHttp.UPGRADE + offers + "\r\n");
            String head = RawHttp.head(socket.getInputStream());
            byte[] frame = socket.getInputStream().readNBytes(4);
            int length = frame[1] - 2;
            String reason = new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
            String taken = head.lines().filter(line -> line.startsWith("Sec-WebSocket-Protocol: ")).findFirst().orElse("-");
            return RawHttp.status(head) + " " + ((frame[2] & 255) << 8 | frame[3] & 255) + " " + reason + " " + taken;
        }
    }

    @ParameterizedTest
    @CsvSource({"'',101 4401 Password required -", "'chat, other',101 4401 Password required -",
        "'paseo.bearer.wrong',101 4401 Incorrect password Sec-WebSocket-Protocol: paseo.bearer.wrong",
        "'paseo.bearer.right.not',101 4401 Incorrect password Sec-WebSocket-Protocol: paseo.bearer.right.not",
        "'paseo.bearer.late','101 4429 Too many wrong passwords, wait a minute Sec-WebSocket-Protocol: paseo.bearer.late'",
        "'chat, paseo.bearer.right',101 4000 accepted Sec-WebSocket-Protocol: paseo.bearer.right"})
    void aWebSocketIsToldAfterTheUpgradeWhatIsWrong(String offers, String told) throws IOException {
        assertEquals(told, webSocket(offers.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + offers + "\r\n"));
        assertEquals(told.contains("accepted") ? 1 : 0, accepted.get());
    }

    @Test
    void aHeaderDoesNotOpenAWebSocket() throws IOException {
        assertTrue(webSocket("Authorization: Bearer right\r\n").startsWith("101 4401 Password required"));
    }

    @Test
    void theUnixSocketIsTheUsersAndIsNotAsked() {
        SocketAddress unix = UnixDomainSocketAddress.of("/run/paseo.sock");
        assertEquals(Optional.empty(), gate.refusal(List.of(), unix));
        assertEquals(Optional.of("chat"), gate.subprotocol(List.of("chat"), unix));
        assertTrue(gate.refusal(List.of(), NETWORK).isPresent());
    }

    @Test
    void withoutAPasswordNobodyIsAskedAndTheFirstOfferIsTaken() {
        PasswordGate open = new PasswordGate(Optional.empty());
        assertEquals(Optional.empty(), open.refusal(List.of(), NETWORK));
        assertEquals(Optional.of("chat"), open.subprotocol(List.of("chat", "paseo.bearer.x"), NETWORK));
    }

    @Test
    void addressesOfOneNetworkAreCountedTogether() throws IOException {
        for (String text : List.of("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1")) {
            InetAddress address = InetAddress.getByName(text);
            assertTrue(address instanceof Inet6Address);
            gate.refusal(List.of("paseo.bearer.x"), new InetSocketAddress(address, 1));
        }
        assertEquals(asked.get(0), asked.get(1));
        assertFalse(asked.get(0).equals(asked.get(2)));
    }
}
