package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What web pages may do: nothing, unless they are ours or named by the user. */
class OriginTest {
    private static final String LOCAL = "localhost:6767";
    private static final String APP = "https://app.example.org";

    private static EchoServer closed;
    private static EchoServer open;

    @BeforeAll
    static void start() {
        closed = new EchoServer(GatePolicy.DEFAULT);
        open = new EchoServer(new GatePolicy(HostRules.of(List.of("devbox")), Set.of(Origin.of(APP), Origin.of("paseo://app"))));
    }

    @AfterAll
    static void stop() {
        closed.close();
        open.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "", "http://evil.com", "https://evil.com", "http://192.168.1.66", "http://foo.localhost:3000",
        "http://127.0.0.1:9999", "http://localhost:6767.evil.com", "http://localhost:6767@evil", "http://localhost:6767@evil.com",
        "http://evil.com@localhost:6767", "HTTP://localhost:6767", "http://LOCALHOST:6767", "http://localhost.:6767",
        "http://localhost:6767/", "http://localhost:6767/x", "http://localhost:6767?x", "http://localhost:6767#x",
        "http://localhost", "http://localhost:", "http://localhost:80", "http://localhost:06767x", "http:/localhost:6767",
        "http:localhost:6767", "//localhost:6767", "localhost:6767", "http://", "://localhost:6767", "file://", "file:///etc/passwd",
        "chrome-extension://abcdefghijklmnop", "moz-extension://a", "ws://localhost:6767", "ftp://localhost:6767",
        "http://localhost:6767 http://evil.com", "http://localhost:6767,http://evil.com", "http://[::1", "http://[::1]x:6767",
        "http://0.0.0.0:6767", "paseo://app", "https://app.paseo.sh", "*", "http://*", "http://loc\u00e4lhost:6767", "javascript:0"})
    void aForeignOriginIsRefusedPlainAndOnTheUpgradeWithoutCorsHeaders(String origin) throws IOException {
        for (String request : List.of("GET /api/health HTTP/1.1\r\nHost: " + LOCAL + "\r\n", "OPTIONS /api/health HTTP/1.1\r\nHost: "
                + LOCAL + "\r\nAccess-Control-Request-Private-Network: true\r\n",
                "GET /ws HTTP/1.1\r\nHost: " + LOCAL + "\r\n"
                        + RawHttp.UPGRADE,
                "GET /nothing HTTP/1.1\r\nHost: " + LOCAL + "\r\n")) {
            String head = RawHttp.head(closed.port(), request + "Origin: " + origin + "\r\n\r\n");
            assertEquals(403, RawHttp.status(head), request);
            assertFalse(head.contains("Access-Control"), head);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:6767", "127.0.0.1:6767", "[::1]:6767", "localhost", "LOCALHOST:6767"})
    void ourOwnPagesPass(String host) throws IOException {
        String origin = "http://" + host.toLowerCase(Locale.ROOT);
        assertEquals(200, plain(closed, host, origin));
        assertEquals(101, upgrade(closed, host, origin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.localhost:6767", "192.168.1.20:6767", "0.0.0.0:6767", "8.8.8.8", "[fd7a:115c:a1e0::1]:6767"})
    void aHostThatIsNotOursMakesNoPageOurs(String host) throws IOException {
        assertEquals(403, plain(closed, host, "http://" + host));
        assertEquals(403, upgrade(closed, host, "http://" + host));
        assertEquals(101, RawHttp.status(closed.port(), "GET /ws HTTP/1.1\r\nHost: " + host + "\r\n" + RawHttp.UPGRADE + "\r\n"));
    }

    @Test
    void aNameTheUserAllowedIsOurs() throws IOException {
        assertEquals(200, plain(open, "devbox:8443", "https://devbox:8443"));
        assertEquals(101, upgrade(open, "devbox", "https://devbox"));
        assertEquals(403, upgrade(open, "devbox", "https://devbox:8443"));
        assertEquals(403, plain(closed, "devbox", "http://devbox"));
    }

    @Test
    void anyHostMakesNoPageOurs() throws IOException {
        try (EchoServer server = new EchoServer(new GatePolicy(HostRules.ANY, Set.of()))) {
            assertEquals(403, upgrade(server, "evil.com:6767", "http://evil.com:6767"));
            assertEquals(101, upgrade(server, "localhost:6767", "http://localhost:6767"));
        }
    }

    @Test
    void anAllowedOriginGetsExactlyItsHeaders() throws IOException {
        String head = RawHttp.head(open.port(), "GET /api/health HTTP/1.1\r\nHost: localhost\r\nOrigin: " + APP + "\r\n\r\n");
        assertEquals(200, RawHttp.status(head));
        assertTrue(head.contains("Access-Control-Allow-Origin: " + APP + "\r\n"), head);
        assertTrue(head.contains("Vary: Origin\r\n"), head);
        assertEquals(101, upgrade(open, "localhost", "paseo://app"));
    }

    @Test
    void thePrivateNetworkPreflightIsAnsweredForAllowedOriginsOnly() throws IOException {
        String question = "OPTIONS /api/status HTTP/1.1\r\nHost: localhost\r\nAccess-Control-Request-Private-Network: true\r\nOrigin: ";
        String allowed = RawHttp.head(open.port(), question + APP + "\r\n\r\n");
        assertEquals(204, RawHttp.status(allowed));
        assertTrue(allowed.contains("Access-Control-Allow-Private-Network: true\r\n"), allowed);
        String foreign = RawHttp.head(open.port(), question + "https://app.example.org.evil.com\r\n\r\n");
        assertEquals(403, RawHttp.status(foreign));
        assertFalse(foreign.contains("Access-Control"), foreign);
    }

    @Test
    void withoutAnOriginThereAreNoCorsHeaders() throws IOException {
        String head = RawHttp.head(open.port(), "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertFalse(head.contains("Access-Control"), head);
        assertTrue(head.contains("Vary: Origin\r\n"), head);
    }

    @Test
    void twoOriginsAreMalformed() throws IOException {
        String both = "Origin: http://localhost:6767\r\nOrigin: http://localhost:6767\r\n\r\n";
        assertEquals(400, RawHttp.status(closed.port(), "GET /api/health HTTP/1.1\r\nHost: localhost:6767\r\n" + both));
        assertEquals(400, RawHttp.status(closed.port(), "GET /ws HTTP/1.1\r\nHost: localhost:6767\r\n" + RawHttp.UPGRADE + both));
    }

    @Test
    void whatABrowserSaysIsCrossSiteChangesNothing() throws IOException {
        for (String site : List.of("cross-site", "same-site")) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                assertEquals(403, RawHttp.status(closed.port(), method + " /api/status HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: "
                        + site + "\r\n\r\n"));
            }
            assertEquals(403, RawHttp.status(closed.port(), "GET /ws HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: " + site + "\r\n"
                    + RawHttp.UPGRADE + "\r\n"));
        }
        assertEquals(200, RawHttp.status(closed.port(), "GET /api/health HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: none\r\n\r\n"));
    }

    @Test
    void bodiesAPageCanSendUnaskedAreNotTaken() throws IOException {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            assertEquals(415, RawHttp.status(closed.port(), "POST /api/status HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                    + "\r\nContent-Length: 2\r\n\r\n{}"));
        }
        assertEquals(405, RawHttp.status(closed.port(), "POST /api/status HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n\r\n{}"));
    }

    private static int plain(EchoServer server, String host, String origin) throws IOException {
        return RawHttp.status(server.port(), "GET /api/health HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin + "\r\n\r\n");
    }

    private static int upgrade(EchoServer server, String host, String origin) throws IOException {
        return RawHttp.status(server.port(), "GET /ws HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin + "\r\n" + RawHttp.UPGRADE
                + "\r\n");
    }
}
