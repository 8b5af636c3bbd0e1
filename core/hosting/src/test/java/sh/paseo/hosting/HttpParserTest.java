package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two readers could read differently, and requests that are too large. */
class HttpParserTest {
    private static final String HOST = "Host: localhost\r\n";
    /** A whole request; if it is answered, bytes of the one before were taken for a request. */
    private static final String CANARY = "GET /api/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static EchoServer server;

    @BeforeAll
    static void start() {
        HostingLimits.Times usual = HostingLimits.Times.DEFAULT;
        HostingLimits.Times hasty = new HostingLimits.Times(usual.head(), usual.idle(), usual.exchange(), usual.hello(),
                Duration.ofMillis(30));
        server = new EchoServer(GatePolicy.DEFAULT, HostingLimits.DEFAULT.withTimes(hasty));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static final List<String> AMBIGUOUS = List.of(
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n1;ext=\"\n\"\r\na\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n0\r\nX: trailer\r\n\r\n",
            "Transfer-Encoding: xchunked\r\n\r\n",
            "Transfer-Encoding: chunked, identity\r\n\r\n",
            "Transfer-Encoding:\r\n\r\n",
            "transfer-encoding: CHUNKED\r\n\r\n",
            "Transfer-Encoding : chunked\r\n\r\n",
            "Transfer-Encoding\t: chunked\r\n\r\n",
            " Transfer-Encoding: chunked\r\n\r\n",
            "X: y\r\n Transfer-Encoding: chunked\r\n\r\n",
            "X: y\r\n\tfolded\r\n\r\n",
            "Transfer-Encoding: \u000bchunked\r\n\r\n",
            "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
            "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            "Content-Length: 5, 5\r\n\r\nhello",
            "Content-Length: +5\r\n\r\nhello",
            "Content-Length: -5\r\n\r\nhello",
            "Content-Length: 0x5\r\n\r\nhello",
            "Content-Length: 5 5\r\n\r\nhello",
            "Content-Length:\r\n\r\n",
            "Content-Length: ٥\r\n\r\nhello",
            "Content-Length : 5\r\n\r\nhello",
            "X: y\nZ: w\r\n\r\n",
            "X: y\rZ: w\r\n\r\n",
            "X: y\r\r\n\r\n",
            "X: a\u0000b\r\n\r\n",
            "X: a\u0007b\r\n\r\n",
            "X: a\u007fb\r\n\r\n",
            "X\u0000: a\r\n\r\n",
            "no colon\r\n\r\n",
            ": no name\r\n\r\n",
            "X(y): z\r\n\r\n",
            "X\u00e4: z\r\n\r\n",
            "X: y\n\n");

    @ParameterizedTest
    @FieldSource("AMBIGUOUS")
    void ambiguousHeadersAreMalformedAndNothingBehindThemIsARequest(String rest) throws IOException {
        assertRefused(400, "POST /api/status HTTP/1.1\r\n" + HOST + rest + CANARY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /api/health HTTP/1.0", "GET /api/health HTTP/0.9", "GET /api/health HTTP/2.0", "GET /api/health HTTP/1.2",
        "GET /api/health http/1.1", "GET /api/health", "GET  /api/health HTTP/1.1", "GET /api/health  HTTP/1.1",
        "GET /api/health HTTP/1.1 ", " GET /api/health HTTP/1.1", "GET\t/api/health HTTP/1.1", "GET api/health HTTP/1.1",
        "GET /api health HTTP/1.1", "GET /api\u0000 HTTP/1.1", "GET /\u00e4 HTTP/1.1", "GET /a#b HTTP/1.1", "GET /%zz HTTP/1.1",
        "GET /% HTTP/1.1", "GET /a\\b HTTP/1.1", "GET * HTTP/1.1", "CONNECT localhost:80 HTTP/1.1", "GET ftp://localhost/ HTTP/1.1",
        "GET http:// HTTP/1.1", "G(T / HTTP/1.1", "PRI * HTTP/2.0", "\u0016\u0003\u0001", "GET /api/health HTTP/1.1\rX: y"})
    void anOddRequestLineIsMalformed(String line) throws IOException {
        assertRefused(400, line + "\r\n" + HOST + "\r\n" + CANARY);
    }

    @Test
    void tooLongALineIs414() throws IOException {
        assertRefused(414, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
        assertRefused(414, "G".repeat(50_000));
        assertEquals(404, RawHttp.status(server.port(), "GET /" + "a".repeat(8_000) + " HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @Test
    void tooManyOrTooLargeHeadersAre431() throws IOException {
        assertRefused(431, "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(9_000) + "\r\n\r\n");
        assertRefused(431, "GET / HTTP/1.1\r\n" + HOST + ("X: " + "a".repeat(4_000) + "\r\n").repeat(5) + "\r\n");
        assertRefused(431, "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(100) + "\r\n");
        assertRefused(431, "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(20_000));
        assertEquals(404, RawHttp.status(server.port(), "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(99) + "\r\n"));
    }

    @Test
    void tooLargeABodyIs413BeforeItIsSent() throws IOException {
        String length = "POST /api/status HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\nContent-Length: ";
        assertEquals(413, RawHttp.status(server.port(), length + "99999999\r\n\r\n"));
        assertEquals(413, RawHttp.status(server.port(), length + "9".repeat(40) + "\r\n\r\n"));
    }

    @Test
    void bodiesAndPipelinedRequestsKeepTheirBorders() throws IOException {
        String body = "{\"x\":\"GET /api/health HTTP/1.1\"}";
        String post = "POST /api/status HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        String answers = RawHttp.ask(server.port(), post + "GET /api/health HTTP/1.1\r\n" + HOST + "\r\n\r\n" + CANARY);
        assertEquals("405 200 200", statuses(answers), answers);
    }

    @Test
    void headAndOptionsHaveNoBody() throws IOException {
        String answer = RawHttp.ask(server.port(), "HEAD /api/health HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
        assertEquals(200, RawHttp.status(answer));
        assertTrue(answer.contains("Content-Length: 15\r\n") && answer.endsWith("\r\n\r\n"), answer);
        String options = RawHttp.ask(server.port(), "OPTIONS /api/health HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
        assertTrue(RawHttp.status(options) == 204 && options.endsWith("\r\n\r\n"), options);
    }

    @Test
    void unknownPathsAre404AndOtherMethods405() throws IOException {
        assertEquals(404, RawHttp.status(server.port(), "GET /api HTTP/1.1\r\n" + HOST + "\r\n"));
        assertEquals(404, RawHttp.status(server.port(), "GET /api/./health HTTP/1.1\r\n" + HOST + "\r\n"));
        assertEquals(404, RawHttp.status(server.port(), "GET /api/%68ealth HTTP/1.1\r\n" + HOST + "\r\n"));
        assertEquals(200, RawHttp.status(server.port(), "GET /api/health?x=%20y HTTP/1.1\r\n" + HOST + "\r\n"));
        String head = RawHttp.head(server.port(), "DELETE /api/health HTTP/1.1\r\n" + HOST + "\r\n");
        assertTrue(RawHttp.status(head) == 405 && head.contains("Allow: GET\r\n"), head);
    }

    @Test
    void aHeadInSingleBytesIsTheSameHead() throws IOException {
        try (Socket socket = RawHttp.open(server.port())) {
            for (byte b : CANARY.getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
            }
            assertEquals(200, RawHttp.status(RawHttp.head(socket.getInputStream())));
        }
    }

    private static void assertRefused(int status, String request) throws IOException {
        String answers = RawHttp.ask(server.port(), request);
        assertEquals(String.valueOf(status), statuses(answers),
                () -> answers + "\nto\n" + request.substring(0, Math.min(300, request.length())));
        assertTrue(answers.contains("Connection: close\r\n"), answers);
        assertFalse(answers.contains("Exception"), answers);
    }

    private static String statuses(String answers) {
        return Pattern.compile("HTTP/1\\.1 (\\d{3}) [A-Z]").matcher(answers).results().map(r -> r.group(1))
                .collect(Collectors.joining(" "));
    }
}
