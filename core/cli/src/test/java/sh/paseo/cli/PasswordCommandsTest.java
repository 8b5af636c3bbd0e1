package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Target;

/** The daemon's password: set by a command, and given by others to the daemon that asks for it. */
@Timeout(30)
class PasswordCommandsTest {
    private static final String PASSWORD = "open-sesame";
    private static final String LISTEN = "127.0.0.1:7011";

    @TempDir
    Path home;

    private final FakeDaemon daemon = new FakeDaemon().agent(FakeDaemon.snapshot("idle")).guarded(PASSWORD);

    /** The daemon of this home, which is this process. */
    private void running(String listen) throws IOException {
        ProcessHandle me = ProcessHandle.current();
        Files.writeString(home.resolve("paseo.pid"), Json.object().add("pid", me.pid()).add("startedAt", Instant.now().toString())
                .add("hostname", "box").add("uid", 1000).add("listen", listen).build().toString());
    }

    private String file(String text) throws IOException {
        return Files.writeString(home.resolve("password"), text).toString();
    }

    private Fixture fixture(FakeTerminal terminal) {
        return new Fixture(home, terminal, daemon);
    }

    private static String code(Fixture fixture) {
        return Json.read(fixture.terminal.errors()).getJsonObject("error").getString("code");
    }

    private List<Optional<String>> sent() {
        return daemon.dialled().stream().map(target -> ((Target.Tcp) target).password()).toList();
    }

    @Test
    void aProgramIsToldThatThePasswordIsWantedAndHowToGiveIt() throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(1, fixture.run("ls", "--json"));
        assertEquals("PASSWORD_REQUIRED", code(fixture));
        assertTrue(fixture.terminal.errors().contains("--password-file"), fixture.terminal.errors());
    }

    @Test
    void itIsTakenFromAFileWithoutTheEndOfItsLine() throws IOException {
        running(LISTEN);
        assertEquals(0, fixture(FakeTerminal.pipe()).run("ls", "--password-file", file(PASSWORD + "\n")));
        assertEquals(0, fixture(FakeTerminal.pipe()).run("--password-file", file(PASSWORD + "\r\n"), "ls"));
    }

    @Test
    void theOptionsOfAConnectionMayStandBeforeTheCommand() throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(0, fixture.run("--ca", "/authority.pem", "--password-file", file(PASSWORD), "ls"), fixture.terminal::errors);
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(1, fixture.run("ls", "--password-file", "/nowhere/password", "--json"));
        assertEquals("PASSWORD_UNREADABLE", code(fixture));
        assertEquals(List.of(), daemon.dialled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--password open-sesame", "--host tcp://127.0.0.1:7011?password=open-sesame"})
    void inTheArgumentsItIsTakenWithAWarning(String option) throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(0, fixture.run(("ls " + option).split(" ")));
        assertTrue(fixture.terminal.errors().startsWith("Other users of this machine can read a password"), fixture.terminal.errors());
        assertFalse(fixture.terminal.errors().contains(PASSWORD), fixture.terminal.errors());
    }

    @Test
    void aWrongOneIsSaidToBeWrongAndIsNotRepeated() throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.person());
        assertEquals(1, fixture.run("ls", "--password-file", file("open-barley")));
        assertTrue(fixture.terminal.errors().contains("has another password"), fixture.terminal.errors());
        assertFalse(fixture.terminal.errors().contains("barley"), fixture.terminal.errors());
        assertEquals(1, daemon.dialled().size());
    }

    @Test
    void aPersonIsAskedOnceTheDaemonHasAsked() throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.person());
        fixture.terminal.type(PASSWORD);
        assertEquals(0, fixture.run("ls"));
        assertEquals("Password of the daemon at " + LISTEN + ": ", fixture.terminal.errors());
        assertEquals(List.of(Optional.empty(), Optional.of(PASSWORD)), sent());
    }

    @Test
    void whoeverHasTheUsualPortIsNotGivenThePasswordOfTheEnvironmentOrAskedFor() throws IOException {
        Fixture fixture = fixture(FakeTerminal.person());
        fixture.environment.put("PASEO_PASSWORD", PASSWORD);
        assertEquals(1, fixture.run("ls"), "no daemon of this home runs");
        Files.writeString(home.resolve("paseo.pid"), Json.object().add("pid", ProcessHandle.current().pid())
                .add("startedAt", "2001-01-01T00:00:00Z").add("listen", LISTEN).build().toString());
        assertEquals(1, fixture.run("ls"), "the process only inherited the number of the daemon");
        assertTrue(sent().stream().allMatch(Optional::isEmpty), sent().toString());
    }

    @Test
    void thePasswordOfTheEnvironmentIsForTheDaemonOfTheEnvironment() throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.pipe());
        fixture.environment.put("PASEO_PASSWORD", PASSWORD);
        assertEquals(0, fixture.run("ls"), fixture.terminal::errors);
        fixture.environment.put("PASEO_HOST", "box:7000");
        assertEquals(0, fixture.run("ls"), fixture.terminal::errors);
        assertEquals(1, fixture.run("ls", "--host", "box:7000"), "an address in the arguments may come from anybody");
        assertEquals(Optional.empty(), sent().getLast());
    }

    @Test
    void twoPasswordsAreRefused() throws IOException {
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(1, fixture.run("ls", "--password", "a", "--password-file", file("b"), "--json"));
        assertEquals(List.of(), daemon.dialled());
    }

    @Test
    void statusAsksNobodyAndSaysThatTheDaemonRunsAndAsksForItsPassword() throws IOException {
        running("0.0.0.0:7011");
        Fixture fixture = fixture(FakeTerminal.person());
        assertEquals(0, fixture.run("daemon", "status", "--json"));
        var status = Json.read(fixture.terminal.written());
        assertEquals("running unreachable", status.getString("localDaemon") + " " + status.getString("connectedDaemon"));
        assertTrue(status.getString("note").contains("asks for its password"), status.toString());
        assertTrue(status.getString("note").contains("and knows the password can run commands as you, and what is sent is not encrypted."),
                status.toString());
        fixture.run();
        assertTrue(fixture.terminal.written().contains(LISTEN.replace("127.0.0.1", "0.0.0.0") + ") and asks for its password."),
                fixture.terminal.written());
    }

    @Test
    void statusDoesNotSayThatNothingIsEncryptedWithTls() throws IOException {
        running("0.0.0.0:7011");
        Path file = home.resolve("paseo.pid");
        Files.writeString(file, Files.readString(file).replace("{", "{\"certificate\":\"/etc/cert.pem\","));
        Fixture fixture = fixture(FakeTerminal.person());
        assertEquals(0, fixture.run("daemon", "status", "--json"));
        String note = Json.read(fixture.terminal.written()).getString("note");
        assertTrue(note.contains("and knows the password can run commands as you.") && !note.contains("encrypted"), note);
    }

    @Test
    void aDaemonThatAsksForItsPasswordIsNotStoppedWithoutIt() throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(1, fixture.run("daemon", "stop", "--json"), "it would leave its agents");
        assertEquals("PASSWORD_REQUIRED", code(fixture));
    }

    @Test
    void aDaemonThatAsksForItsPasswordCountsAsRunning() throws IOException {
        running(LISTEN);
        Fixture fixture = fixture(FakeTerminal.pipe());
        assertEquals(1, fixture.run("daemon", "start", "--json"));
        assertEquals("DAEMON_ALREADY_RUNNING", code(fixture));
    }

    /** Takes the password as the daemon's program does. */
    private static final class Taker extends NoProgram {
        private final Ended ended;
        private final List<String> taken = new ArrayList<>();

        Taker(int exitCode, String err) {
            ended = new Ended(exitCode, "{}", err);
        }

        @Override
        public Ended configure(Path home, List<String> words, String input) {
            taken.add(home + " " + words + " " + input);
            return ended;
        }
    }

    private Fixture setting(FakeTerminal terminal, Taker taker) {
        Fixture fixture = fixture(terminal);
        fixture.program = taker;
        return fixture;
    }

    @Test
    void aNewPasswordComesFromAFileOrTheInputAndGoesToTheProgramOfTheDaemon() throws IOException {
        var taker = new Taker(0, "");
        Fixture piped = setting(FakeTerminal.pipe(PASSWORD + "\n"), taker);
        assertEquals(0, piped.run("daemon", "set-password", "--json"));
        assertEquals(home + " [password] " + PASSWORD, taker.taken.getLast());
        assertTrue(piped.terminal.written().contains("from the next start on"), piped.terminal.written());
        running(LISTEN);
        Fixture read = setting(FakeTerminal.pipe(), taker);
        assertEquals(0, read.run("daemon", "set-password", "--password-file", file("another-one\n")));
        assertEquals(home + " [password] another-one", taker.taken.getLast());
        assertTrue(read.terminal.written().contains("paseo daemon restart"), read.terminal.written());
    }

    @Test
    void aPersonTypesItTwiceAlike() {
        var taker = new Taker(0, "");
        Fixture alike = setting(FakeTerminal.person(), taker);
        alike.terminal.type(PASSWORD);
        alike.terminal.type(PASSWORD);
        assertEquals(0, alike.run("daemon", "set-password"));
        assertEquals(List.of(home + " [password] " + PASSWORD), taker.taken);
        Fixture different = setting(FakeTerminal.person(), new Taker(0, ""));
        different.terminal.type(PASSWORD);
        different.terminal.type("open-barley");
        assertEquals(1, different.run("daemon", "set-password"));
        assertTrue(different.terminal.errors().contains("nothing was changed"), different.terminal.errors());
    }

    @Test
    void whatTheProgramDoesNotTakeIsToldInItsWords() {
        Fixture fixture = setting(FakeTerminal.pipe("short"), new Taker(78, "a password needs more"));
        assertEquals(1, fixture.run("daemon", "set-password", "--json"));
        assertEquals("PASSWORD_NOT_SET", code(fixture));
        assertTrue(fixture.terminal.errors().contains("a password needs more"), fixture.terminal.errors());
    }
}
