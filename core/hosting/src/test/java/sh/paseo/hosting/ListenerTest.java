package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.Peer;
import sh.paseo.websocket.ClientOptions;
import sh.paseo.websocket.WebSocketClient;

class ListenerTest {
    @Test
    void messagesGoThroughARealSocketAndBack() {
        try (EchoServer server = new EchoServer(GatePolicy.DEFAULT);
                var client = WebSocketClient.connect(server.address(), ClientOptions.DEFAULT)) {
            client.send(Frame.Text.of("grüß dich"));
            assertEquals("grüß dich", text(client.receive()));
            client.send(Frame.Text.of("x".repeat(1_000_000)));
            assertEquals(1_000_000, text(client.receive()).length());
        }
    }

    @Test
    void noExtensionIsNegotiated() throws Exception {
        try (EchoServer server = new EchoServer(GatePolicy.DEFAULT); Socket socket = RawHttp.open(server.port())) {
            RawHttp.send(socket, "GET /ws HTTP/1.1\r\nHost: localhost\r\n" + RawHttp.UPGRADE
                    + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n");
            String head = RawHttp.head(socket.getInputStream());
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertFalse(head.toLowerCase(Locale.ROOT).contains("extensions"), head);
            // An empty text frame with the bit that says "compressed", then what must come back: a close frame with 1002.
            socket.getOutputStream().write(new byte[] {(byte) 0xc1, (byte) 0x80, 0, 0, 0, 0});
            byte[] close = socket.getInputStream().readNBytes(4);
            assertEquals((byte) 0x88, close[0]);
            assertEquals(1002, (close[2] & 0xff) << 8 | close[3] & 0xff);
        }
    }

    @Test
    void healthIsServedOnTheSamePort() throws Exception {
        try (EchoServer server = new EchoServer(GatePolicy.DEFAULT)) {
            String answer = RawHttp.ask(server.port(), "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.endsWith("{\"status\":\"ok\"}"), answer);
        }
    }

    @Test
    void aUnixSocketServesTheUserAndIsGoneAfterwards(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("paseo.sock");
        List<Peer> peers = new CopyOnWriteArrayList<>();
        try (HelidonListeners listeners = new HelidonListeners(new RequestGate(GatePolicy.DEFAULT), Optional.empty(), Optional.empty(),
                Routes.reading(Map.of()), channel -> {
                    peers.add(channel.peer());
                    channel.receive().ifPresent(channel::send);
                }, HostingLimits.DEFAULT)) {
            var listener = listeners.open(new ListenAddress.Unix(socket));
            try (var client = WebSocketClient.connect(listener.address(), ClientOptions.DEFAULT)) {
                client.send(Frame.Text.of("hello"));
                assertEquals("hello", text(client.receive()));
            }
            listener.close();
        }
        assertEquals(Peer.Trust.LOCAL_USER, peers.getFirst().trust());
        assertFalse(Files.exists(socket));
    }

    private static String text(Optional<Frame> frame) {
        return ((Frame.Text) frame.orElseThrow()).text();
    }
}
