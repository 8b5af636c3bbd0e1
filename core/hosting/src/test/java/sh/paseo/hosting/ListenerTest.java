package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sh.paseo.api.transport.Frame;
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
    void healthIsServedOnTheSamePort() throws Exception {
        try (EchoServer server = new EchoServer(GatePolicy.DEFAULT)) {
            String answer = RawHttp.ask(server.port(), "GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.endsWith("{\"status\":\"ok\"}"), answer);
        }
    }

    private static String text(Optional<Frame> frame) {
        return ((Frame.Text) frame.orElseThrow()).text();
    }
}
