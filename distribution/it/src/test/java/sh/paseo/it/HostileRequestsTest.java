package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What pages and strangers may ask of the daemon as it is shipped: the gate's rules, wired to a configuration and to every route. */
@EnabledOnOs(OS.LINUX)
class HostileRequestsTest {
    private static final String CONFIG = """
            {"daemon": {"allowedHosts": [".example.com", "devbox"], "cors": {"allowedOrigins": ["https://app.example.org"]}}}
            """;
    private static final String APP = "https://app.example.org";
    /** Connections of a moment ago, and what the daemon opens when it is first used. */
    private static final long SOME = 8;
    private static final List<String> ROUTES = List.of("/", "/api/health", "/api/status", "/ws", "/mcp", "/index.html", "/api/nothing");
    private static final List<String> METHODS = List.of("POST", "PUT", "DELETE", "PATCH");
    private static final List<String> SIMPLE_TYPES = List.of("text/plain", "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x");

    @TempDir
    static Path scratch;

    private static Distribution paseo;
    private static String address;
    private static long base;

    @BeforeAll
    static void start() throws IOException {
        paseo = Distribution.shipped(scratch).configured(CONFIG);
        paseo.start();
        address = paseo.listen().orElseThrow();
        RawRequest.send(address, "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        base = paseo.descriptors() + SOME;
    }

    @AfterAll
    static void stop() {
        paseo.close();
    }

    @AfterEach
    void itServesOnAndWroteNoError() throws IOException {
        assertEquals(200, RawRequest.send(address, "GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n").status());
        var odd = paseo.oddLines();
        await().atMost(Distribution.PATIENCE).until(() -> paseo.descriptors() <= base);
        assertEquals(List.of(), odd, "every line of the log is an event, and none is an error");
    }

    @Test
    void aForeignHostIsRefusedOnEveryRouteAndInEveryForm() throws IOException {
        for (var route : ROUTES) {
            for (var host : List.of("evil.com", "evil.com:6767", "badexample.com", "localhost.evil.com", "2130706433", "0x7f.1")) {
                assertRefused(403, "GET " + route + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertRefused(403, "GET " + route + " HTTP/1.1\r\nHost: " + host + "\r\n" + RawRequest.UPGRADE + "\r\n");
                assertRefused(403, "GET http://" + host + route + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertRefused(403, "GET " + route + " HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Host: localhost\r\n\r\n");
            }
            assertRefused(400, "GET " + route + " HTTP/1.1\r\n\r\n");
            assertRefused(400, "GET " + route + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
            assertRefused(400, "GET " + route + " HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n");
            assertRefused(400, "GET http://localhost" + route + " HTTP/1.1\r\nHost: devbox\r\n\r\n");
            assertRefused(400, "GET " + route + " HTTP/1.1\r\nHost: user@localhost\r\n\r\n");
        }
    }

    @Test
    void theHostsOfTheConfigurationAreServedBesideTheDefaults() throws IOException {
        for (var host : List.of("localhost", "LOCALHOST.", "x.localhost:6767", "127.0.0.1", "[::1]:80", "192.168.1.2", "example.com",
                "a.b.example.com:1", "devbox:6767")) {
            assertEquals(200, RawRequest.send(address, "GET /api/health HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status(), host);
            assertEquals(101, RawRequest.send(address, "GET /ws HTTP/1.1\r\nHost: " + host + "\r\n" + RawRequest.UPGRADE + "\r\n")
                    .status(), host);
        }
        assertRefused(403, "GET /api/health HTTP/1.1\r\nHost: a.devbox\r\n\r\n");
    }

    @Test
    void aForeignOriginIsRefusedOnEveryRouteAndTheUpgrade() throws IOException {
        var origins = new ArrayList<>(List.of("null", "", "http://evil.com", "http://127.0.0.1:1", "http://0.0.0.0:6767",
                "https://127.0.0.1:1",
                "http://" + address + ".evil.com", "http://" + address + "@evil.com", "http://evil.com@" + address, "HTTP://" + address,
                "http://" + address + "/", "http://" + address + " http://evil.com", "http://" + address + ",http://evil.com",
                "http://x.localhost:6767", "http://192.168.1.66", "file://", "chrome-extension://abcdefghijklmnop", "ws://" + address,
                "http://[::1", "https://app.example.org.evil.com", "https://app.example.org:8443", "http://app.example.org",
                "https://APP.example.org", "https://app.example.org/", "https://app.example.org.", "https://xapp.example.org",
                "https://example.org", "https://app.paseo.sh", "paseo://app", "*", "http://*", "javascript:0", "//" + address, address,
                "http://", "://", "http:" + address, "data:", "about:blank", "http://loc\u00e4lhost", "http://example.com"));
        assertTrue(origins.size() >= 40, () -> origins.size() + " origins");
        for (var origin : origins) {
            var lines = " HTTP/1.1\r\nHost: " + address + "\r\nOrigin: " + origin + "\r\n";
            for (var route : ROUTES) {
                assertRefused(403, "GET " + route + lines + "\r\n");
            }
            assertRefused(403, "GET /ws" + lines + RawRequest.UPGRADE + "\r\n");
            assertRefused(403, "OPTIONS /api/status" + lines
                    + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Private-Network: true\r\n\r\n");
        }
    }

    @Test
    void aPageCanMakeNothingChange() throws IOException {
        var before = paseo.jvm().pid();
        for (var route : ROUTES) {
            for (var method : METHODS) {
                for (var type : SIMPLE_TYPES) {
                    var body = "Content-Type: " + type + "\r\nContent-Length: 2\r\n\r\n{}";
                    var lines = method + " " + route + " HTTP/1.1\r\nHost: " + address + "\r\n";
                    assertRefused(403, lines + "Origin: http://evil.com\r\n" + body);
                    assertRefused(403, lines + "Origin: null\r\n" + body);
                    assertRefused(403, lines + "Sec-Fetch-Site: cross-site\r\n" + body);
                    assertRefused(403, lines + "Sec-Fetch-Site: same-site\r\n" + body);
                    assertRefused(415, lines + body);
                    assertEquals(415, RawRequest.send(address, lines + "Origin: " + APP + "\r\n" + body).status());
                }
                var json = RawRequest.send(address, method + " " + route + " HTTP/1.1\r\nHost: " + address
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
                assertTrue(List.of(404, 405, 426).contains(json.status()), json.head());
            }
        }
        assertEquals(before, paseo.jvm().pid());
    }

    /** Browsers leave Origin out where a page reaches anything: images, links, no-cors requests. */
    @Test
    void whatAPageReachesWithoutAnOriginChangesNothingAndItMayNotReadIt() throws IOException {
        for (var route : ROUTES) {
            var answer = RawRequest.send(address, "GET " + route + " HTTP/1.1\r\nHost: 0.0.0.0:6767\r\nSec-Fetch-Site: cross-site\r\n\r\n");
            assertTrue(List.of(200, 404, 426).contains(answer.status()), answer.head());
            assertFalse(answer.admitsPages(), answer.head());
        }
        assertRefused(403, "GET /ws HTTP/1.1\r\nHost: 0.0.0.0:6767\r\nSec-Fetch-Site: cross-site\r\n" + RawRequest.UPGRADE + "\r\n");
    }

    @Test
    void anAllowedOriginMayReadAndNobodyElseIsNamed() throws IOException {
        var lines = " HTTP/1.1\r\nHost: " + address + "\r\nOrigin: " + APP + "\r\n";
        var read = RawRequest.send(address, "GET /api/health" + lines + "\r\n");
        assertEquals(200, read.status());
        assertTrue(read.head().contains("Access-Control-Allow-Origin: " + APP + "\r\n") && read.head().contains("Vary: Origin\r\n"),
                read.head());
        assertFalse(read.head().contains("*"), read.head());
        var asked = RawRequest.send(address, "OPTIONS /api/status" + lines + "Access-Control-Request-Private-Network: true\r\n\r\n");
        assertTrue(asked.head().contains("Access-Control-Allow-Private-Network: true\r\n"), asked.head());
        assertEquals(101, RawRequest.send(address, "GET /ws" + lines + RawRequest.UPGRADE + "\r\n").status());
        var own = RawRequest.send(address, "GET /api/health HTTP/1.1\r\nHost: " + address + "\r\nOrigin: http://" + address + "\r\n\r\n");
        assertEquals(200, own.status());
        assertFalse(own.admitsPages(), own.head());
    }

    @Test
    void everyHostIsOnlyAllowedWithAWarningAndAForeignPageIsRefusedEvenThen(@TempDir Path other) throws Exception {
        try (var open = Distribution.shipped(other).configured("{\"daemon\": {\"allowedHosts\": true}}")) {
            open.start();
            assertTrue(open.log().contains("daemon.allowedHosts is true"), open::log);
            var at = open.listen().orElseThrow();
            assertEquals(200, RawRequest.send(at, "GET /api/health HTTP/1.1\r\nHost: evil.com\r\n\r\n").status());
            assertEquals(400, RawRequest.send(at, "GET /api/health HTTP/1.1\r\nHost: evil com\r\n\r\n").status());
            assertEquals(403, RawRequest.send(at, "GET /api/health HTTP/1.1\r\nHost: evil.com\r\nOrigin: http://evil.com\r\n\r\n")
                    .status());
        }
    }

    private static void assertRefused(int status, String request) throws IOException {
        var answer = RawRequest.send(address, request);
        assertEquals(status, answer.status(), () -> answer.head() + "\nto\n" + request);
        assertFalse(answer.admitsPages(), answer::head);
    }
}
