package sh.paseo.cli.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.websocket.ServerHandshake;

@Timeout(30)
class DaemonConnectionTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String INFO = "{\"type\":\"session\",\"message\":{\"type\":\"status\","
            + "\"payload\":{\"status\":\"server_info\",\"serverId\":\"s\"}}}";

    private final BlockingQueue<Optional<String>> toClient = new LinkedBlockingQueue<>();
    private final List<JsonObject> sent = new CopyOnWriteArrayList<>();

    private final class Pipe implements Wire {
        @Override
        public void send(String text) {
            sent.add(Json.read(text));
        }

        @Override
        public Optional<String> receive() {
            try {
                return toClient.take();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public Optional<CloseReason> farewell() {
            return Optional.of(new CloseReason(4401, "Password required"));
        }

        @Override
        public void close() {
            toClient.add(Optional.empty());
        }
    }

    private DaemonConnection connected() {
        toClient.add(Optional.of(INFO));
        return DaemonConnection.open(new Pipe(), "cid_1", SOON);
    }

    private void say(String type, String payload) {
        toClient.add(Optional.of("{\"type\":\"session\",\"message\":{\"type\":\"" + type + "\",\"payload\":" + payload + "}}"));
    }

    private String idOf(int place) {
        await().until(() -> sent.size() > place);
        return sent.get(place).getJsonObject("message").getString("requestId");
    }

    @Test
    void helloIsSaidFirst() {
        try (DaemonConnection connection = connected()) {
            assertEquals("s", connection.serverInfo().getString("serverId"));
            assertEquals(Json.read("{\"type\":\"hello\",\"clientId\":\"cid_1\",\"clientType\":\"cli\",\"protocolVersion\":1,"
                    + "\"capabilities\":{\"reasoning_merge_enum\":true},\"appVersion\":\"0.1.65\"}"), sent.getFirst());
        }
    }

    @Test
    void answersFindTheirRequestsInAnyOrder() {
        try (DaemonConnection connection = connected()) {
            BlockingQueue<String> answers = new LinkedBlockingQueue<>();
            connection.start(Request.of("a_request", Json.EMPTY), reply -> answers.add("a " + reply.payload().getInt("n")));
            connection.start(Request.of("b_request", Json.EMPTY), reply -> answers.add("b " + reply.payload().getInt("n")));
            say("b_response", "{\"requestId\":\"" + idOf(2) + "\",\"n\":2}");
            say("a_response", "{\"requestId\":\"" + idOf(1) + "\",\"n\":1}");
            await().until(() -> answers.size() == 2);
            assertEquals(List.of("b 2", "a 1"), List.copyOf(answers));
        }
    }

    @Test
    void refusalHasTheCodeOfTheDaemon() {
        try (DaemonConnection connection = connected()) {
            BlockingQueue<Reply> answers = new LinkedBlockingQueue<>();
            connection.start(Request.of("a_request", Json.EMPTY), answers::add);
            say("rpc_error", "{\"requestId\":\"" + idOf(1) + "\",\"error\":\"no\",\"code\":\"unsupported\"}");
            await().until(() -> !answers.isEmpty());
            CliException refused = assertThrows(CliException.class, () -> answers.element().payload());
            assertEquals("unsupported no", refused.code() + " " + refused.getMessage());
        }
    }

    @Test
    void silenceIsATimeout() {
        try (DaemonConnection connection = connected()) {
            Request request = Request.of("a_request", Json.EMPTY).within(Duration.ofMillis(50));
            assertEquals("REQUEST_TIMEOUT", assertThrows(CliException.class, () -> connection.request(request)).code());
        }
    }

    @Test
    void whatAnswersNothingIsHeardByListenersAndNonsenseByNobody() {
        try (DaemonConnection connection = connected()) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            connection.listen(new DaemonListener() {
                @Override
                public void message(JsonObject message) {
                    heard.add(message.getString("type"));
                }

                @Override
                public void lost(String reason) {
                    heard.add(reason);
                }
            });
            toClient.add(Optional.of("no json"));
            say("agent_stream", "{}");
            say("a_response", "{\"requestId\":\"of a sibling\"}");
            await().until(() -> heard.size() == 2);
            assertEquals(List.of("agent_stream", "a_response"), List.copyOf(heard));
        }
    }

    @Test
    void lostConnectionEndsWhatWaitsWithTheReason() {
        try (DaemonConnection connection = connected()) {
            BlockingQueue<Reply> answers = new LinkedBlockingQueue<>();
            connection.start(Request.of("a_request", Json.EMPTY), answers::add);
            toClient.add(Optional.empty());
            await().until(() -> !answers.isEmpty());
            CliException lost = assertThrows(CliException.class, () -> answers.element().payload());
            assertEquals("CONNECTION_LOST", lost.code());
            assertTrue(lost.getMessage().endsWith("Password required"), lost.getMessage());
            assertThrows(CliException.class, () -> connection.request(Request.of("b_request", Json.EMPTY)));
        }
    }

    @Test
    void refusedHelloTellsWhy() {
        toClient.add(Optional.empty());
        CliException refused = assertThrows(CliException.class, () -> DaemonConnection.open(new Pipe(), "cid_1", SOON));
        assertEquals("PASSWORD_REQUIRED Password required", refused.code() + " " + refused.getMessage());
    }

    @Test
    void daemonThatDoesNotAnswerHelloIsGivenUp() {
        CliException silent = assertThrows(CliException.class, () -> DaemonConnection.open(new Pipe(), "cid_1", Duration.ofMillis(50)));
        assertEquals("no answer to hello", silent.getMessage());
    }

    @Test
    void socketCarriesThePasswordAsASubprotocolAndTextBothWays() throws Exception {
        BlockingQueue<String> head = new LinkedBlockingQueue<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(server, head));
            var target = new Target.Tcp("127.0.0.1", server.getLocalPort(), Optional.empty(), Optional.of("s3cret"));
            try (Wire wire = new SocketDial().dial(target, SOON)) {
                assertEquals(Optional.of("{}"), wire.receive());
                assertTrue(head.contains("Sec-WebSocket-Protocol: paseo.bearer.s3cret"), head.toString());
            }
        }
    }

    @Test
    void daemonThatFellSilentIsTakenForGone() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // It answers the handshake, and nothing that comes behind it.
            Thread.ofPlatform().daemon().start(() -> serve(server, new LinkedBlockingQueue<>()));
            var target = new Target.Tcp("127.0.0.1", server.getLocalPort(), Optional.empty(), Optional.of("s3cret"));
            try (Wire wire = new SocketDial(Duration.ofMillis(100)).dial(target, SOON)) {
                assertEquals(Optional.of("{}"), wire.receive());
                assertEquals(Optional.empty(), wire.receive());
                assertEquals(Optional.empty(), wire.farewell());
            }
        }
    }

    private static void serve(ServerSocket server, BlockingQueue<String> head) {
        try (Socket socket = server.accept()) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String key = "";
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                head.add(line);
                key = line.startsWith("Sec-WebSocket-Key: ") ? line.substring("Sec-WebSocket-Key: ".length()) : key;
            }
            socket.getOutputStream().write(ServerHandshake.switching(key, Optional.of("paseo.bearer.s3cret")));
            socket.getOutputStream().write(new byte[] {(byte) 0x81, 2, '{', '}'});
            while (in.read() >= 0) {
                // What the client says is swallowed.
            }
        } catch (IOException ended) {
            head.add(ended.toString());
        }
    }

    @Test
    void nobodyListeningIsSaidInFewWords() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        IOException refused = assertThrows(IOException.class,
                () -> new SocketDial().dial(new Target.Tcp("127.0.0.1", port, Optional.empty(), Optional.empty()), SOON));
        assertEquals("Connection refused", refused.getMessage());
    }

    @Test
    void passwordThatCannotBeSentIsRefusedBeforeDialling() {
        var target = new Target.Tcp("127.0.0.1", 1, Optional.empty(), Optional.of("with space"));
        assertTrue(assertThrows(IOException.class, () -> new SocketDial().dial(target, SOON)).getMessage().contains("cannot be sent"));
    }
}
