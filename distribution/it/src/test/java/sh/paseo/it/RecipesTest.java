package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The ways to reach the daemon from elsewhere that the README names, with a stand-in on this machine for what is elsewhere. */
@EnabledOnOs(OS.LINUX)
class RecipesTest {
    private static final String PAGE = "https://app.example.org";
    private static final String CONFIG = """
            {"daemon": {"allowedHosts": ["devbox.example.net"], "cors": {"allowedOrigins": ["%s"]}}, "agents": {"default": "demo"}}
            """.formatted(PAGE);

    @TempDir
    Path scratch;

    private static String get(String route, String host, String origin, String more) {
        return "GET " + route + " HTTP/1.1\r\nHost: " + host + "\r\n" + (origin.isEmpty() ? "" : "Origin: " + origin + "\r\n") + more
                + "\r\n";
    }

    /** 127.0.0.2 is the address in the VPN: it is not the one that everything here uses by itself. */
    @Test
    void overAVpnTheDaemonIsReachedByItsNameThereAndByThePageThatWasAllowed() throws Exception {
        try (var paseo = Distribution.shipped(scratch).configured(CONFIG).with("PASEO_LISTEN", "127.0.0.2:0")) {
            paseo.start();
            var address = paseo.listen().orElseThrow();
            assertTrue(address.startsWith("127.0.0.2:"), address);
            var read = RawRequest.send(address, get("/api/status", "devbox.example.net:6767", PAGE, ""));
            assertEquals(200, read.status());
            assertTrue(read.head().contains("Access-Control-Allow-Origin: " + PAGE + "\r\n"), read.head());
            assertEquals(101, RawRequest.send(address, get("/ws", "devbox.example.net", PAGE, RawRequest.UPGRADE)).status());
            assertEquals(403, RawRequest.send(address, get("/api/status", "other.example.net", "", "")).status());
            assertEquals(403, RawRequest.send(address, get("/ws", "devbox.example.net", "https://evil.com", RawRequest.UPGRADE)).status());
            assertEquals(0, paseo.run("run", "--host", address, "--mode", "auto", "look around").exit());
            assertTrue(paseo.run("ls", "--host", address).ok().out().contains("demo"));
        }
    }

    @Test
    void behindAProxyThatSpeaksTlsTheCommandWorksAndTheGateStillDecides() throws Exception {
        behind(this::node);
    }

    @Test
    void caddyIsSuchAProxy() throws Exception {
        behind(this::caddy);
    }

    /** A program that speaks TLS on a port and hands on to a daemon. */
    private record Proxy(Process process, String port) implements AutoCloseable {
        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    private interface Kind {
        Proxy before(String daemon, SelfSigned certificate) throws IOException;
    }

    private void behind(Kind kind) throws Exception {
        var certificate = SelfSigned.in(scratch, "proxy");
        try (var paseo = Distribution.shipped(scratch).configured(CONFIG)) {
            paseo.start();
            try (var proxy = kind.before(paseo.listen().orElseThrow(), certificate)) {
                await().atMost(Distribution.PATIENCE).ignoreExceptions()
                        .until(() -> asked(certificate, proxy.port, get("/api/health", "localhost", "", "")) == 200);
                String[] reached = {"--host", "wss://localhost:" + proxy.port, "--ca", certificate.certificate().toString()};
                assertEquals(0, paseo.run(with(reached, "run", "--mode", "auto", "look around")).exit());
                assertTrue(paseo.run(with(reached, "ls")).ok().out().contains("demo"));
                // What the proxy adds about itself opens nothing: Host is what the client sent.
                assertEquals(200, asked(certificate, proxy.port, get("/api/status", "devbox.example.net", PAGE, "")));
                assertEquals(403, asked(certificate, proxy.port, get("/api/status", "evil.com", "", "")));
                assertEquals(403,
                        asked(certificate, proxy.port, get("/ws", "devbox.example.net", "https://evil.com", RawRequest.UPGRADE)));
            }
        }
    }

    private static int asked(SelfSigned trusted, String port, String request) throws IOException, GeneralSecurityException {
        try (var socket = trusted.context().getSocketFactory().createSocket("localhost", Integer.parseInt(port))) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return Integer.parseInt(new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII)
                    .substring("HTTP/1.1 ".length()));
        }
    }

    private static String[] with(String[] options, String... words) {
        return Stream.concat(Stream.of(words[0]), Stream.concat(Stream.of(options), Stream.of(words).skip(1))).toArray(String[]::new);
    }

    private static String program(String name) {
        var found = Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)).filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "no " + name);
        return found.orElseThrow().toString();
    }

    private Proxy node(String daemon, SelfSigned certificate) throws IOException {
        var script = scratch.resolve("proxy.js");
        try (var source = RecipesTest.class.getResourceAsStream("/proxy/proxy.js")) {
            Files.copy(source, script);
        }
        var colon = daemon.lastIndexOf(':');
        var node = new ProcessBuilder(program("node"), script.toString(), certificate.certificate().toString(),
                certificate.key().toString(),
                daemon.substring(0, colon), daemon.substring(colon + 1)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new Proxy(node, node.inputReader().readLine());
    }

    private Proxy caddy(String daemon, SelfSigned certificate) throws IOException {
        var caddy = program("caddy");
        String port;
        try (var free = new ServerSocket(0)) {
            port = String.valueOf(free.getLocalPort());
        }
        var file = Files.writeString(scratch.resolve("Caddyfile"), """
                {
                  admin off
                  auto_https disable_redirects
                }
                :%s {
                  tls %s %s
                  reverse_proxy %s
                }
                """.formatted(port, certificate.certificate(), certificate.key(), daemon));
        var builder = new ProcessBuilder(caddy, "run", "--adapter", "caddyfile", "--config", file.toString());
        builder.environment().put("HOME", scratch.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_"));
        return new Proxy(builder.redirectErrorStream(true).redirectOutput(scratch.resolve("caddy.log").toFile()).start(), port);
    }
}
