package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Hosts and heads that nobody thought of: refused in the one way there is, or what they seem to be. */
class HostFuzzTest {
    private static final List<String> HOSTS = List.of("localhost", "x.localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "evil.com",
            "localhost.evil.com", "127.1", "2130706433", "0x7f.0.0.1", "[fe80::1%25eth0]", "a.b.c.example.com", "xn--nxasmq6b",
            "1.2.3.4.5");
    private static final List<String> ENDS = List.of("", ".", ":80", ":", ":0", ":65535", ":65536", ".:80", " ", "\t", ":80:80", "@x", ",x",
            "/x");
    private static final Pattern V4 = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}");
    private static final Pattern V6 = Pattern.compile("\\[[0-9a-fA-F:.]+]");
    private static final List<String> LINES = List.of("Host: localhost", "Host: evil.com", "Content-Length: 5", "Content-Length: +5",
            "Content-Length: 5, 5", "Transfer-Encoding: chunked", "Transfer-Encoding : chunked", "Transfer-Encoding: chunked, identity",
            "Connection: close", "Upgrade: websocket", "Origin: null", " folded", "Expect: 100-continue", "X:", ":x", "A\u00e4: b");
    private static final List<String> TARGETS = List.of("/", "/ws", "/api/health?x=1", "http://localhost/", "http://evil.com/ws", "*",
            "//x", "/%2e",
            "/..", "localhost:80", "http:///x", "/a b");
    private static final List<String> METHODS = List.of("GET", "POST", "OPTIONS", "CONNECT", "get", "G T", "");

    private static String host(SplittableRandom random) {
        return Fuzz.mutated(random, Fuzz.one(random, HOSTS) + Fuzz.one(random, ENDS), 2);
    }

    /** Read again, in another way than the parser does it. */
    private static boolean own(String host) {
        String bare = host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        String name = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return name.equals("localhost") || name.endsWith(".localhost") || V4.matcher(bare).matches() || V6.matcher(bare).matches();
    }

    @Test
    void whatIsServedByDefaultIsThisMachineOrAnAddress() {
        Fuzz.rounds(HostFuzzTest::host, host -> {
            try {
                boolean served = HostRules.DEFAULT.admits(Authority.parse(host));
                assertTrue(!served || own(host), host);
                return served;
            } catch (Refusal refused) {
                assertEquals(400, refused.status());
                return false;
            }
        });
    }

    private static String head(SplittableRandom random) {
        StringBuilder head = new StringBuilder(Fuzz.one(random, METHODS)).append(' ').append(Fuzz.one(random, TARGETS)).append(" HTTP/1.")
                .append(random.nextInt(8) == 0 ? 0 : 1).append("\r\n");
        for (int i = random.nextInt(6); i > 0; i--) {
            head.append(Fuzz.one(random, LINES)).append(random.nextInt(20) == 0 ? "\n" : "\r\n");
        }
        return Fuzz.mutated(random, head + "\r\n", 2);
    }

    /** A head that is taken has one length for its body, and its headers are as they stand there, each on a line of its own. */
    @Test
    void aHeadIsRefusedOrMeansOneThing() {
        Fuzz.rounds(HostFuzzTest::head, text -> {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            try {
                int end = new HeadScanner().end(bytes, bytes.length);
                if (end < 0) {
                    return false;
                }
                HttpHead head = HeadParser.parse(bytes, end);
                assertTrue(head.all("Content-Length").size() + head.all("Transfer-Encoding").size() <= 1, text);
                assertTrue(head.all("Transfer-Encoding").isEmpty() || !head.all("Transfer-Encoding").getFirst().contains(","), text);
                assertTrue(head.contentLength() >= 0 && head.contentLength() <= HeadParser.MAX_BODY, text);
                assertEquals(text.substring(0, end).split("\r\n").length - 1, head.headers().size(), text);
                return true;
            } catch (Refusal refused) {
                assertTrue(refused.status() >= 400 && refused.status() < 600);
                return false;
            }
        });
    }
}
