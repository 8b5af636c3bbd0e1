package sh.paseo.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonLocatorTest {
    private static final Path USER = Path.of("/home/ann");

    @TempDir
    Path folder;

    private List<String> candidates(Map<String, String> environment, Optional<String> host) {
        var locator = new DaemonLocator(environment, USER, new PaseoHome(folder), (target, timeout) -> {
            throw new IOException("nobody");
        });
        return locator.candidates(host).stream().map(Target::label).toList();
    }

    @ParameterizedTest
    @CsvSource({"box:7000, box:7000", "7000, 127.0.0.1:7000", ":7000, 127.0.0.1:7000", "unix:///run/p.sock, /run/p.sock",
        "/run/p.sock, /run/p.sock",
        "~/p.sock, /home/ann/p.sock", "tcp://box:7000, box:7000", "tcp://box:7000/, box:7000", "[::1]:7000, [::1]:7000"})
    void addressesAreUnderstood(String text, String label) {
        assertEquals(label, Target.parse(text, USER).label());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "box", "box:", "box:x", "box:0", "box:70000", "::1:7000", "pipe://p", "tcp://box:1?other=1",
        "paseo:offer#o=1",
        "https://app/#offer=1"})
    void otherTextsAreNoAddresses(String text) {
        assertEquals("INVALID_HOST", assertThrows(CliException.class, () -> Target.parse(text, USER)).code());
    }

    @Test
    void passwordAndTlsComeWithTheAddress() {
        assertEquals(new Target.Tcp("box", 1, Optional.of(new Trust.Known()), Optional.of("a b")),
                Target.parse("tcp://box:1?ssl=true&password=a%20b", USER));
    }

    @Test
    void unixSocketIsTriedBeforeAnyPort() {
        assertEquals(List.of("/run/a.sock", "/run/b.sock", "127.0.0.1:7001", "localhost:6767"),
                candidates(Map.of("PASEO_LISTEN", "127.0.0.1:7001,unix:///run/a.sock,/run/b.sock"), Optional.empty()));
    }

    @Test
    void namedHostIsTheOnlyCandidate() {
        assertEquals(List.of("box:1"), candidates(Map.of("PASEO_HOST", "other:2"), Optional.of("box:1")));
        assertEquals(List.of("other:2"), candidates(Map.of("PASEO_HOST", "other:2"), Optional.empty()));
    }

    @Test
    void localCandidatesComeFromTheEnvironmentThePidFileAndTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("paseo.pid"),
                "{\"pid\":1,\"startedAt\":\"\",\"hostname\":\"\",\"uid\":0,\"listen\":\"127.0.0.1:7002,[::1]:7004\"}");
        Files.writeString(folder.resolve("config.json"), "{\"daemon\":{\"listen\":[\"0.0.0.0:7003\",\"127.0.0.1:0\",\"/run/p.sock\"]}}");
        assertEquals(List.of("/run/p.sock", "127.0.0.1:7001", "127.0.0.1:7002", "[::1]:7004", "127.0.0.1:7003", "localhost:6767"),
                candidates(Map.of("PASEO_LISTEN", "7001"), Optional.empty()));
    }

    @Test
    void candidatesAreTriedInTurnAndTheFirstOneIsNamed() {
        List<String> dialled = new ArrayList<>();
        var locator = new DaemonLocator(Map.of("PASEO_LISTEN", "7001"), USER, new PaseoHome(folder), (target, timeout) -> {
            dialled.add(target.label());
            throw new IOException("Connection refused");
        });
        CliException failure = assertThrows(CliException.class, () -> locator.connect(Optional.empty(), Duration.ofSeconds(1)));
        assertEquals(List.of("127.0.0.1:7001", "localhost:6767"), dialled);
        assertEquals("DAEMON_NOT_RUNNING", failure.code());
        assertTrue(failure.getMessage().startsWith("Cannot connect to daemon at 127.0.0.1:7001: "), failure.getMessage());
        assertTrue(failure.details().orElse("").contains("paseo daemon start"));
    }

    @Test
    void clientIdIsMadeOnceForItsOwnerAlone() throws IOException {
        var home = new PaseoHome(folder.resolve("new"));
        String id = home.clientId();
        assertTrue(id.matches("cid_[0-9a-f]{32}"), id);
        assertEquals(id, home.clientId());
        Path file = folder.resolve("new").resolve("cli-client-id");
        assertEquals(id, Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    }

    @ParameterizedTest
    @CsvSource({"'', /home/ann/.paseo", "~, /home/ann", "~/p, /home/ann/p", "/p, /p", "p, /code/p"})
    void homeComesFromTheEnvironment(String named, String path) {
        assertEquals(Path.of(path), PaseoHome.of(Map.of("PASEO_HOME", named), USER, Path.of("/code")).root());
    }

    @Test
    void halfWrittenPidFileIsNone() throws IOException {
        Files.writeString(folder.resolve("paseo.pid"), "{\"pid\":1");
        assertTrue(new PaseoHome(folder).pidFile().isEmpty());
    }
}
