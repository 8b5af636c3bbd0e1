package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.cli.client.Json;

@EnabledOnOs(OS.LINUX)
class DoctorCommandTest {
    @TempDir
    Path home;

    @BeforeEach
    void aHomeOfOnesOwn() throws IOException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    }

    private Fixture fixture(FakeDaemon daemon) {
        Fixture fixture = new Fixture(home, FakeTerminal.pipe(), daemon);
        fixture.environment.put("PASEO_LISTEN", "127.0.0.1:1");
        return fixture;
    }

    private static JsonObject found(Fixture fixture, String area, String name) {
        return Json.children(Json.read("{\"rows\":" + fixture.terminal.written() + "}"), "rows").stream()
                .filter(row -> row.getString("area").equals(area) && row.getString("name").equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError(area + " " + name + " is not in " + fixture.terminal.written()));
    }

    private static FakeDaemon saying(String state, String remedy) {
        return new FakeDaemon().answer("paseo/doctor", "paseo/doctor/response", asked -> Json.object().add("findings",
                Json.array(List.of(DoctorCommand.finding("provider", "claude", state, "it is", remedy)))).build());
    }

    @Test
    void withoutADaemonTheMachineIsLookedAtAndThatIsNoFailure() {
        Fixture fixture = fixture(FakeDaemon.absent());
        assertEquals(0, fixture.run("doctor", "--json"), fixture.terminal::written);
        assertEquals("ok", found(fixture, "java", "runtime").getString("state"));
        assertEquals("ok", found(fixture, "home", "folder").getString("state"));
        assertEquals("Start it with: paseo daemon start", found(fixture, "daemon", "process").getString("remedy"));
        assertTrue(found(fixture, "disk", "space").getString("text").contains("MiB free"));
    }

    @Test
    void whatTheDaemonFoundIsShownAndAProblemIsAFailure() {
        Fixture problem = fixture(saying("problem", "do this"));
        assertEquals(1, problem.run("doctor", "--json"));
        assertEquals("do this", found(problem, "provider", "claude").getString("remedy"));
        assertEquals(0, fixture(saying("warning", "perhaps")).run("doctor"));
    }

    @Test
    void whatOthersCouldChangeIsAProblemWithItsRepair() throws IOException {
        Path config = Files.writeString(home.resolve("config.json"), "{}");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-rw-"));
        Fixture fixture = fixture(FakeDaemon.absent());
        assertEquals(1, fixture.run("doctor", "--json"));
        assertEquals("Run: chmod go-w '" + config + "'", found(fixture, "config", "file").getString("remedy"));
    }

    @Test
    void aPortThatSomebodyElseHasIsAProblem() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Fixture fixture = fixture(FakeDaemon.absent());
            fixture.environment.put("PASEO_LISTEN", "127.0.0.1:" + other.getLocalPort());
            assertEquals(1, fixture.run("doctor", "--json"));
            assertEquals("problem", found(fixture, "port", "127.0.0.1:" + other.getLocalPort()).getString("state"));
        }
    }

    @Test
    void aDaemonThatEndedUnaskedIsToldOfWithTheFirstOfItsAddresses() throws IOException {
        Files.writeString(home.resolve("paseo.pid"), "{\"pid\":999999999,\"listen\":\"127.0.0.1:1,unix:///tmp/x.sock\"}");
        Fixture fixture = fixture(FakeDaemon.absent());
        assertEquals(0, fixture.run("doctor", "--json"), fixture.terminal::written);
        assertEquals("warning", found(fixture, "daemon", "process").getString("state"));
        assertEquals("free", found(fixture, "port", "127.0.0.1:1").getString("text"));
    }

    @Test
    void aDaemonThatWasNamedMustAnswer() {
        Fixture fixture = fixture(FakeDaemon.absent());
        assertEquals(1, fixture.run("doctor", "--host", "127.0.0.1:7777", "--json"));
        assertTrue(found(fixture, "daemon", "answer").getString("text").contains("127.0.0.1:7777"));
    }
}
