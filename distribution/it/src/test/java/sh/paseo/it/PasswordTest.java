package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The password of the daemon as it is shipped, from setting it to guessing it. */
@EnabledOnOs(OS.LINUX)
class PasswordTest {
    private static final String PASSWORD = "canary-open-sesame";
    private static final String ASKED = "asks for its password";
    /** As many as are looked at in a minute. */
    private static final int LOOKED_AT = 5;
    private static final int GUESSES = 300;

    @TempDir
    Path scratch;

    private Path file() throws IOException {
        return Files.writeString(scratch.resolve("password"), PASSWORD + "\n");
    }

    private Distribution guarded() throws IOException, InterruptedException {
        var paseo = Distribution.shipped(scratch).configured("{\"agents\": {\"default\": \"demo\"}}");
        var set = paseo.run("daemon", "set-password", "--password-file", file().toString()).ok();
        assertTrue(set.out().contains("from the next start on"), set::toString);
        return paseo;
    }

    @Test
    void onceSetItIsAskedForOnEveryRouteAndOnlyItsHashIsKept() throws Exception {
        try (var paseo = guarded()) {
            paseo.start();
            var config = paseo.home().resolve("config.json");
            assertTrue(Files.readString(config).contains("\"$2"), "a bcrypt hash");
            assertTrue(Files.readString(config).contains("\"default\": \"demo\""), "and what was there");
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
            assertEquals(200, paseo.get("/api/health").statusCode());
            for (var route : List.of("/", "/api/status", "/ws", "/api/nothing")) {
                assertEquals(401, ask(paseo, "127.0.0.1", route, ""), route);
            }
            assertEquals(200, ask(paseo, "127.0.0.1", "/api/status", PASSWORD));
            var refused = paseo.run("ls");
            assertEquals(1, refused.exit());
            assertTrue(refused.err().contains(ASKED), refused::toString);
            paseo.run("run", "--mode", "auto", "--password-file", file().toString(), "look around").ok();
            assertTrue(paseo.run("ls", "--password-file", file().toString()).ok().out().contains("demo"));
            var kept = paseo.log() + paseo.daemonErr() + paseo.daemonOut() + Files.readString(config);
            assertFalse(kept.contains(PASSWORD), kept);
        }
    }

    @Test
    void oneThatIsSetWhileTheDaemonRunsHoldsAfterARestart() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.run("daemon", "start").ok();
            try {
                assertTrue(paseo.run("daemon", "set-password", "--password-file", file().toString()).ok().out().contains("restart"));
                paseo.run("ls").ok();
                paseo.run("daemon", "restart").ok();
                assertTrue(paseo.run("ls").err().contains(ASKED));
                assertTrue(paseo.run("daemon", "status").out().contains(ASKED));
            } finally {
                assertEquals(0, paseo.run("daemon", "stop", "--password-file", file().toString()).exit());
            }
        }
    }

    @Test
    void thePasswordOfTheEnvironmentIsForDaemonAndCommand() throws Exception {
        try (var paseo = Distribution.shipped(scratch).with("PASEO_PASSWORD", PASSWORD)) {
            paseo.start();
            assertEquals(401, ask(paseo, "127.0.0.1", "/api/status", ""));
            paseo.run("run", "--provider", "demo", "--mode", "auto", "look around").ok();
            assertTrue(paseo.with("PASEO_PASSWORD", "open-barley").run("ls").err().contains("has another password"));
        }
    }

    @Test
    void aPersonIsAskedForItOnTheTerminalWhichDoesNotShowIt() throws Exception {
        try (var paseo = guarded()) {
            paseo.start();
            try (var terminal = PseudoTerminal.run(paseo, "ls")) {
                await().atMost(Distribution.PATIENCE).until(() -> terminal.screen().contains("Password of the daemon at "));
                terminal.type(PASSWORD + "\n");
                assertEquals(0, terminal.exit(), terminal.screen());
                assertFalse(terminal.screen().contains(PASSWORD), terminal.screen());
            }
        }
    }

    @Test
    void guessesAreTurnedAwayAfterFiveAndOthersAreServedMeanwhile() throws Exception {
        try (var paseo = guarded()) {
            paseo.start();
            for (int i = 0; i < GUESSES; i++) {
                assertEquals(i < LOOKED_AT ? 401 : 429, ask(paseo, "127.0.0.2", "/api/status", "guess-" + i));
                if (i % 50 == 0) {
                    assertEquals(200, ask(paseo, "127.0.0.1", "/api/status", PASSWORD));
                    paseo.run("ls", "--password-file", file().toString()).ok();
                }
            }
            assertEquals(429, ask(paseo, "127.0.0.2", "/api/status", PASSWORD), "not even the right one is looked at");
        }
    }

    @Test
    void whatClientsCouldNotSendOrOthersWouldGuessIsNotTaken() throws Exception {
        try (var paseo = Distribution.shipped(scratch).configured("{\"version\":1}")) {
            for (var unfit : List.of("short", "with blanks in it", "ümlaute-und-so")) {
                var refused = paseo.run("daemon", "set-password", "--password-file",
                        Files.writeString(scratch.resolve("unfit"), unfit).toString());
                assertEquals(1, refused.exit(), refused::toString);
                assertTrue(refused.err().contains("config.json") && !refused.err().contains(unfit), refused::toString);
            }
            assertEquals("{\"version\":1}", Files.readString(paseo.home().resolve("config.json")));
        }
    }

    /** The status of a plain request from this address of this machine. */
    private static int ask(Distribution paseo, String from, String route, String password) throws IOException {
        var address = paseo.listen().orElseThrow();
        var port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0)) {
            var bearer = password.isEmpty() ? "" : "Authorization: Bearer " + password + "\r\n";
            socket.getOutputStream().write(("GET " + route + " HTTP/1.1\r\nHost: localhost\r\n" + bearer + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            var line = new ByteArrayOutputStream();
            for (var b = socket.getInputStream().read(); b >= 0 && b != '\r'; b = socket.getInputStream().read()) {
                line.write(b);
            }
            return Integer.parseInt(line.toString(StandardCharsets.US_ASCII).substring(9, 12));
        }
    }
}
