package sh.paseo.daemon.home;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HomeFolderTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void name() {
        home = folder.resolve("deep/er/home");
    }

    private HomeFolder open() {
        return open(Map.of());
    }

    private HomeFolder open(Map<String, String> environment) {
        return HomeFolder.open(home, environment, InstantSource.system());
    }

    private HomeException refusal() {
        return assertThrows(HomeException.class, () -> open().close());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void make(String mode) throws IOException {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(mode));
    }

    private JsonObject pidFile() throws IOException {
        String text = Files.readString(home.resolve("paseo.pid"));
        assertTrue(text.endsWith("}\n") && text.indexOf('\n') == text.length() - 1, text);
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    @Test
    void folderIsMadeForUsAlone() throws IOException {
        try (HomeFolder opened = open()) {
            assertEquals(home, opened.path());
            assertEquals("rwx------", mode(home));
            for (String name : List.of("paseo.lock", "paseo.pid", "server-id")) {
                assertEquals("rw-------", mode(home.resolve(name)), name);
            }
        }
    }

    @Test
    void rightsOfOthersToReadAreTakenAway() throws IOException {
        make("rwxr-xr-x");
        open().close();
        assertEquals("rwx------", mode(home));
    }

    @Test
    void folderThatOthersMayWriteIsRefusedWithTheRepair() throws IOException {
        for (String mode : List.of("rwxrwx---", "rwx----w-")) {
            make(mode);
            HomeException refused = refusal();
            assertEquals(78, refused.exitCode());
            assertTrue(refused.getMessage().contains("chmod go-w '" + home + "'"), refused.getMessage());
        }
    }

    @Test
    void linkToAFolderIsRefused() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Files.createDirectories(home.getParent());
        Files.createSymbolicLink(home, real);
        assertEquals(78, refusal().exitCode());
        assertEquals(0, real.toFile().list().length);
    }

    @Test
    void fileInPlaceOfTheFolderIsRefused() throws IOException {
        Files.createDirectories(home.getParent());
        Files.createFile(home, PosixFilePermissions.asFileAttribute(Ownership.PRIVATE_FILE));
        assertEquals(78, refusal().exitCode());
    }

    @Test
    void linksInPlaceOfItsFilesAreRefusedAndNotFollowed() throws IOException {
        Path target = Files.writeString(folder.resolve("target"), "kept");
        for (String name : List.of("paseo.lock", "server-id")) {
            make("rwx------");
            Files.deleteIfExists(home.resolve(name));
            Files.createSymbolicLink(home.resolve(name), target);
            assertEquals(78, refusal().exitCode(), name);
            assertEquals("kept", Files.readString(target));
            Files.delete(home.resolve(name));
        }
        open().close();
    }

    @Test
    void foreignFolderIsRefused() throws IOException {
        assumeTrue(Ownership.ofThisProcess().uid() == 0, "only root can give a folder away");
        make("rwx------");
        Files.setAttribute(home, "unix:uid", 12_345);
        HomeException refused = refusal();
        assertEquals(78, refused.exitCode());
        assertTrue(refused.getMessage().contains("belongs to user 12345"), refused.getMessage());
    }

    @Test
    void serverIdStaysTheSame() throws IOException {
        String id;
        try (HomeFolder first = open()) {
            id = first.serverId();
        }
        assertTrue(id.matches("srv_[A-Za-z0-9_-]{12}"), id);
        assertEquals(id + "\n", Files.readString(home.resolve("server-id")));
        try (HomeFolder second = open()) {
            assertEquals(id, second.serverId());
        }
    }

    @Test
    void environmentsServerIdWinsAndIsWrittenOnlyIfThereIsNone() throws IOException {
        try (HomeFolder first = open(Map.of("PASEO_SERVER_ID", "srv_one"))) {
            assertEquals("srv_one", first.serverId());
        }
        try (HomeFolder second = open(Map.of("PASEO_SERVER_ID", "srv_two"))) {
            assertEquals("srv_two", second.serverId());
        }
        assertEquals("srv_one\n", Files.readString(home.resolve("server-id")));
        HomeException refused = assertThrows(HomeException.class, () -> open(Map.of("PASEO_SERVER_ID", "a/b")));
        assertEquals(78, refused.exitCode());
    }

    @Test
    void nonsenseInServerIdIsRefusedAndKept() throws IOException {
        open().close();
        Files.writeString(home.resolve("server-id"), "no id\0at all");
        assertEquals(78, refusal().exitCode());
        assertEquals("no id\0at all", Files.readString(home.resolve("server-id")));
    }

    @Test
    void pidFileSaysWhoRunsAndWhereAndIsRemovedAtTheEnd() throws IOException {
        HomeFolder opened = open();
        assertEquals(ProcessHandle.current().pid(), pidFile().getJsonNumber("pid").longValue());
        assertEquals(JsonValue.NULL, pidFile().get("listen"));
        assertEquals(Ownership.ofThisProcess().uid(), pidFile().getInt("uid"));
        assertFalse(pidFile().getString("hostname").isBlank());
        assertTrue(Duration.between(Instant.parse(pidFile().getString("startedAt")), Instant.now()).toSeconds() < 60);

        opened.announce("127.0.0.1:6767", Optional.empty());
        assertEquals("127.0.0.1:6767", pidFile().getString("listen"));
        assertFalse(pidFile().containsKey("certificate"));
        assertEquals("rw-------", mode(home.resolve("paseo.pid")));

        opened.announce("127.0.0.1:6767", Optional.of(Path.of("/etc/cert.pem")));
        assertEquals("/etc/cert.pem", pidFile().getString("certificate"));

        opened.close();
        opened.close();
        assertFalse(Files.exists(home.resolve("paseo.pid")));
        open().close();
    }

    @Test
    void whereADaemonListenedIsKnownToTheOneThatFollowsARestartOrACrash() throws IOException {
        HomeFolder first = open();
        assertEquals(Optional.empty(), first.formerly());
        first.announce("127.0.0.1:7001", Optional.empty());
        first.leave();
        first.close();
        assertEquals("127.0.0.1:7001", pidFile().getString("listen"));
        try (HomeFolder second = open()) {
            assertEquals(Optional.of("127.0.0.1:7001"), second.formerly());
            assertEquals(JsonValue.NULL, pidFile().get("listen"));
        }
        try (HomeFolder third = open()) {
            assertEquals(Optional.empty(), third.formerly());
        }
    }

    @Test
    void stalePidFilesAreReplaced() throws IOException {
        make("rwx------");
        long living = ProcessHandle.current().parent().orElseThrow().pid();
        String old = Instant.now().minus(Duration.ofDays(1_000)).toString();
        for (String stale : List.of("", "{", "[]", "{}", "{\"pid\":\"x\"}", pid(Integer.MAX_VALUE, Instant.now().toString(), hostname()),
                pid(ProcessHandle.current().pid(), Instant.now().toString(), hostname()),
                pid(living, old, hostname()), pid(living, Instant.now().toString(), "another-host"))) {
            Files.writeString(home.resolve("paseo.pid"), stale);
            try (HomeFolder _ = open()) {
                assertEquals(ProcessHandle.current().pid(), pidFile().getJsonNumber("pid").longValue(), stale);
            }
        }
    }

    @Test
    void liveDaemonThatKnowsNoLockIsNotDisturbed() throws IOException {
        make("rwx------");
        long living = ProcessHandle.current().parent().orElseThrow().pid();
        String theirs = pid(living, Instant.now().toString(), hostname());
        Files.writeString(home.resolve("paseo.pid"), theirs);
        HomeException refused = refusal();
        assertEquals(1, refused.exitCode());
        assertTrue(refused.getMessage().contains("(pid " + living + ", listening on 127.0.0.1:9)"), refused.getMessage());
        assertEquals(theirs, Files.readString(home.resolve("paseo.pid")));
    }

    private static String hostname() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    }

    private static String pid(long pid, String startedAt, String hostname) {
        return Json.createObjectBuilder().add("pid", pid).add("startedAt", startedAt).add("hostname", hostname)
                .add("listen", "127.0.0.1:9").build().toString();
    }

    @Test
    void secondInTheSameProcessIsRefusedAndTheLockStays() throws Exception {
        try (HomeFolder _ = open()) {
            assertEquals(1, refusal().exitCode());
            assertTrue(saidBy(start()).startsWith("refused 1 "));
        }
    }

    @Test
    void lockEndsWithTheProcessHoweverItEnds() throws Exception {
        Process holder = start();
        assertEquals("open", holder.inputReader().readLine());
        HomeException refused = refusal();
        assertEquals(1, refused.exitCode());
        assertTrue(refused.getMessage().contains("(pid " + holder.pid() + ", listening on 127.0.0.1:1)"), refused.getMessage());
        holder.destroyForcibly().waitFor();
        open().close();
    }

    @Test
    void ofManyThatStartAtOnceOneRuns() throws Exception {
        Files.createDirectories(home.getParent());
        List<Process> started = IntStream.range(0, 5).mapToObj(_ -> start()).toList();
        long open = started.stream().map(HomeFolderTest::firstLine).filter("open"::equals).count();
        for (Process process : started) {
            process.getOutputStream().close();
            process.waitFor();
        }
        assertEquals(1, open);
    }

    private Process start() {
        try {
            return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                    "-cp", System.getProperty("java.class.path"), HoldingMain.class.getName(), home.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String firstLine(Process process) {
        try {
            return process.inputReader().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String saidBy(Process process) throws InterruptedException {
        String line = firstLine(process);
        process.waitFor();
        return line;
    }

    @Test
    void homeIsFoundByTheEnvironment() {
        Path user = Path.of("/home/ann");
        assertEquals(Path.of("/home/ann/.paseo"), HomeFolder.locate(Map.of(), user));
        assertEquals(Path.of("/home/ann/.paseo"), HomeFolder.locate(Map.of("PASEO_HOME", " "), user));
        assertEquals(user, HomeFolder.locate(Map.of("PASEO_HOME", "~"), user));
        assertEquals(Path.of("/home/ann/x/y"), HomeFolder.locate(Map.of("PASEO_HOME", "~/x/y"), user));
        assertEquals(Path.of("/srv/p"), HomeFolder.locate(Map.of("PASEO_HOME", "/srv/q/../p"), user));
        assertTrue(HomeFolder.locate(Map.of("PASEO_HOME", "relative"), user).isAbsolute());
    }
}
