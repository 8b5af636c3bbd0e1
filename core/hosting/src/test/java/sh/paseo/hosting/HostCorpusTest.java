package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of the corpus, on every kind of route and on the upgrade, over a real socket. */
class HostCorpusTest {
    private static final List<String> PATHS = List.of("/api/health", "/api/status", "/ws", "/nothing-here");

    private static EchoServer strict;
    private static EchoServer domain;
    private static EchoServer any;

    /** A row: the request's lines after the request line, or a whole request for the targets. */
    private record Row(String id, String value, int expected) {}

    @BeforeAll
    static void start() {
        strict = new EchoServer(GatePolicy.DEFAULT);
        domain = new EchoServer(new GatePolicy(HostRules.of(List.of(".example.com")), Set.of()));
        any = new EchoServer(new GatePolicy(HostRules.ANY, Set.of()));
    }

    @AfterAll
    static void stop() {
        strict.close();
        domain.close();
        any.close();
    }

    @TestFactory
    Stream<DynamicTest> hostRowsOnEveryRouteAndTheUpgrade() throws IOException {
        return rows("h").stream().map(row -> dynamicTest(row.id() + " " + row.value(), () -> {
            checkHost(row, row.expected(), strict);
            // Without rules malformed stays malformed.
            checkHost(row, row.expected() == 403 ? 200 : row.expected(), any);
        }));
    }

    @TestFactory
    Stream<DynamicTest> domainRowsOnEveryRouteAndTheUpgrade() throws IOException {
        return rows("e").stream().map(row -> dynamicTest(row.id() + " " + row.value(), () -> checkHost(row, row.expected(), domain)));
    }

    @TestFactory
    Stream<DynamicTest> targetRowsPlainAndAsUpgrade() throws IOException {
        return rows("t").stream().map(row -> dynamicTest(row.id() + " " + row.value(), () -> {
            String plain = target(row.value(), "/api/health");
            assertEquals(row.expected(), RawHttp.status(strict.port(), plain + "\r\n"), plain);
            String upgrade = target(row.value(), "/ws") + RawHttp.UPGRADE;
            assertEquals(row.expected() == 200 ? 101 : row.expected(), RawHttp.status(strict.port(), upgrade + "\r\n"), upgrade);
        }));
    }

    @Test
    void aMissingHostIsMalformedEverywhere() throws IOException {
        for (String path : PATHS) {
            assertEquals(400, RawHttp.status(strict.port(), "GET " + path + " HTTP/1.1\r\n\r\n"));
        }
        assertEquals(400, RawHttp.status(any.port(), "GET /ws HTTP/1.1\r\n" + RawHttp.UPGRADE + "\r\n"));
    }

    @Test
    void aRefusalHasNoCorsHeadersAndSaysWhatExistingClientsShow() throws IOException {
        String plain = RawHttp.ask(strict.port(), "GET /api/health HTTP/1.1\r\nHost: evil.com\r\n\r\n");
        assertTrue(plain.endsWith("{\"error\":\"Invalid Host header\"}"), plain);
        assertFalse(plain.contains("Access-Control"), plain);
        String upgrade = RawHttp.ask(strict.port(), "GET /ws HTTP/1.1\r\nHost: evil.com\r\n" + RawHttp.UPGRADE + "\r\n");
        assertTrue(upgrade.endsWith("\r\n\r\nHost not allowed"), upgrade);
    }

    @Test
    void theCorpusIsThere() throws IOException {
        assertTrue(rows("h").size() >= 65 && rows("e").size() >= 7 && rows("t").size() >= 7);
    }

    private static void checkHost(Row row, int expected, EchoServer server) throws IOException {
        String hosts = hostLines(row.value());
        for (String path : PATHS) {
            int routed = path.equals("/ws") ? 426 : path.startsWith("/api") ? 200 : 404;
            String request = "GET " + path + " HTTP/1.1\r\n" + hosts + "\r\n";
            assertEquals(expected == 200 ? routed : expected, RawHttp.status(server.port(), request), path);
        }
        String upgrade = "GET /ws HTTP/1.1\r\n" + hosts + RawHttp.UPGRADE + "\r\n";
        assertEquals(expected == 200 ? 101 : expected, RawHttp.status(server.port(), upgrade), "upgrade");
    }

    private static String hostLines(String value) {
        if (value.equals("<none>")) {
            return "";
        }
        if (value.startsWith("<dup:")) {
            String[] both = value.substring(5, value.length() - 1).split("\\|");
            return "Host: " + both[0] + "\r\nHost: " + both[1] + "\r\n";
        }
        String expanded = value.replace("<253 chars>", ".b23456789".repeat(26).substring(0, 253))
                .replace("<64-char-label>", "c".repeat(64));
        return "Host: " + unescaped(expanded) + "\r\n";
    }

    /** {@code \xNN} and {@code \t} are bytes; the rest is UTF-8, one character here for each of its bytes. */
    private static String unescaped(String value) {
        String bytes = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.startsWith("\\x", i)) {
                text.append((char) Integer.parseInt(bytes.substring(i + 2, i + 4), 16));
                i += 3;
            } else if (bytes.startsWith("\\t", i)) {
                text.append('\t');
                i++;
            } else {
                text.append(bytes.charAt(i));
            }
        }
        return text.toString();
    }

    /** From "GET http://evil.com/api HTTP/1.1 + Host: localhost" or "X-Forwarded-Host: evil.com + Host: localhost". */
    private static String target(String value, String path) {
        StringBuilder request = new StringBuilder();
        for (String part : value.split(" \\+ ")) {
            String line = part.replace(" (no Host)", "").replace("/api ", path + " ");
            boolean requestLine = line.contains(" HTTP/1.");
            if (request.isEmpty() && !requestLine) {
                request.append("GET ").append(path).append(" HTTP/1.1\r\n");
            }
            request.append(line).append("\r\n");
        }
        return request.toString();
    }

    private static List<Row> rows(String kind) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (var in = HostCorpusTest.class.getResourceAsStream("host-header-corpus.tsv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] cells = line.split("\t", -1);
                if (line.startsWith(kind) && cells.length >= 3) {
                    rows.add(new Row(cells[0], cells[1], Integer.parseInt(cells[2])));
                }
            }
        }
        return rows;
    }
}
