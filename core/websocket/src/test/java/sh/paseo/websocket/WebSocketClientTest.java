package sh.paseo.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.MessageChannel;

/** The client against a server that answers whatever a test wants. */
class WebSocketClientTest {
    private static final String OK = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: %s\r\n%s\r\n";

    @TempDir
    private Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void theKeyOfTheRfcGetsItsAnswer() {
        assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", ServerHandshake.accept("dGhlIHNhbXBsZSBub25jZQ=="));
    }

    @Test
    void framesThatComeWithTheAnswerAreNotLost() throws IOException {
        ListenAddress address = serverTcp(request -> accepted(request, "") + "\u0081\u0002hi");
        try (MessageChannel client = WebSocketClient.connect(address, ClientOptions.DEFAULT)) {
            assertEquals("hi", ((Frame.Text) client.receive().orElseThrow()).text());
        }
    }

    @Test
    void itSaysHostAndWhatItWasTold() throws IOException {
        List<String> requests = new ArrayList<>();
        ListenAddress.Tcp address = serverTcp(request -> {
            requests.add(request);
            return accepted(request, "Sec-WebSocket-Protocol: paseo.b\r\n");
        });
        ClientOptions options = new ClientOptions("/ws?x=1", Optional.of("paseo://app"), List.of("paseo.a", "paseo.b"),
                Duration.ofSeconds(5));
        WebSocketClient.connect(address, options).close();
        String request = requests.getFirst();
        assertTrue(request.startsWith("GET /ws?x=1 HTTP/1.1\r\nHost: 127.0.0.1:" + address.port() + "\r\n"), request);
        assertTrue(request.contains("\r\nOrigin: paseo://app\r\n"), request);
        assertTrue(request.contains("\r\nSec-WebSocket-Protocol: paseo.a, paseo.b\r\n"), request);
        assertTrue(request.contains("\r\nSec-WebSocket-Version: 13\r\n"), request);
    }

    @Test
    void aUnixSocketWorksTheSame() throws IOException {
        Path path = folder.resolve("s");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        serve(server, request -> accepted(request, "") + "\u0082\u0001x");
        try (MessageChannel client = WebSocketClient.connect(new ListenAddress.Unix(path), ClientOptions.DEFAULT)) {
            assertEquals("78", HexFormat.of().formatHex(client.receive().orElseThrow().bytes()));
        }
    }

    @Test
    void aRefusalIsQuotedWithoutControlCharacters() throws IOException {
        ListenAddress address = serverTcp(request -> "HTTP/1.1 403 Forbidden\r\nContent-Length: 18\r\n\r\nOrigin \u001b[31mnot allowed");
        WebSocketException refused = refused(address);
        assertEquals(WebSocketException.Code.REFUSED, refused.code());
        assertTrue(refused.getMessage().contains("403 Forbidden: Origin [31mnot allowed"), refused.getMessage());
    }

    @Test
    void aWrongAnswerIsRefused() throws IOException {
        for (String extra : List.of("Sec-WebSocket-Extensions: permessage-deflate\r\n", "Sec-WebSocket-Protocol: other\r\n")) {
            assertEquals(WebSocketException.Code.REFUSED, refused(serverTcp(request -> accepted(request, extra))).code());
        }
        assertEquals(WebSocketException.Code.REFUSED, refused(serverTcp(request -> String.format(OK, "AAAA", ""))).code());
        assertEquals(WebSocketException.Code.REFUSED, refused(serverTcp(request -> "HTTP/1.1 200 OK\r\n\r\n")).code());
        assertEquals(WebSocketException.Code.REFUSED, refused(serverTcp(request -> "SSH-2.0-x\r\n\r\n")).code());
        assertEquals(WebSocketException.Code.REFUSED, refused(serverTcp(request -> "x".repeat(10_000))).code());
    }

    @Test
    void silenceEndsInTime() throws IOException {
        ClientOptions hasty = ClientOptions.DEFAULT.withTimeout(Duration.ofMillis(150));
        ListenAddress tcp = serverTcp(request -> "");
        assertEquals(WebSocketException.Code.TIMEOUT,
                assertThrows(WebSocketException.class, () -> WebSocketClient.connect(tcp, hasty)).code());
        Path path = folder.resolve("silent");
        serve(ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path)), request -> "");
        assertEquals(WebSocketException.Code.TIMEOUT, assertThrows(WebSocketException.class,
                () -> WebSocketClient.connect(new ListenAddress.Unix(path), hasty)).code());
    }

    @Test
    void nobodyThereIsUnreachable() throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
        server.close();
        assertEquals(WebSocketException.Code.UNREACHABLE, refused(new ListenAddress.Tcp("127.0.0.1", port)).code());
        assertEquals(WebSocketException.Code.UNREACHABLE, refused(new ListenAddress.Unix(folder.resolve("none"))).code());
    }

    @Test
    void nothingTheUserGivesCanEndALine() {
        assertThrows(IllegalArgumentException.class,
                () -> new ClientOptions("/ws\r\nX: y", Optional.empty(), List.of(), Duration.ofSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> ClientOptions.DEFAULT.withSubprotocols(List.of("a\nb")));
    }

    private static WebSocketException refused(ListenAddress address) {
        return assertThrows(WebSocketException.class, () -> WebSocketClient.connect(address, ClientOptions.DEFAULT));
    }

    private static String accepted(String request, String more) {
        String name = "Sec-WebSocket-Key: ";
        int at = request.indexOf(name) + name.length();
        return String.format(OK, ServerHandshake.accept(request.substring(at, request.indexOf("\r\n", at))), more);
    }

    private ListenAddress.Tcp serverTcp(UnaryOperator<String> answer) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        serve(server, answer);
        return new ListenAddress.Tcp("127.0.0.1", ((InetSocketAddress) server.getLocalAddress()).getPort());
    }

    private void serve(ServerSocketChannel server, UnaryOperator<String> answer) {
        open.add(server);
        Thread.ofVirtual().start(() -> {
            try {
                SocketChannel channel = server.accept();
                open.add(channel);
                ByteBuffer request = ByteBuffer.allocate(8192);
                channel.read(request);
                String text = new String(request.array(), 0, request.position(), StandardCharsets.ISO_8859_1);
                channel.write(ByteBuffer.wrap(answer.apply(text).getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
