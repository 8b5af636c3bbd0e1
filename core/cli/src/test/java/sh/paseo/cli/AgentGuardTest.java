package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent that calls {@code paseo} is kept from. */
class AgentGuardTest {
    private static final String AGENT = "11111111-0000-0000-0000-000000000000";

    @TempDir
    Path home;

    private final FakeTerminal terminal = FakeTerminal.pipe();
    private final FakeDaemon daemon = new FakeDaemon().agent(FakeDaemon.snapshot("running"));
    private Fixture fixture;

    @BeforeEach
    void insideAnAgent() {
        fixture = new Fixture(home, terminal, daemon);
        fixture.environment.put("PASEO_AGENT_ID", AGENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"permit allow 7ccb --all", "permit deny 7ccb --all", "permit ls", "plugin ls", "daemon set-password",
        "config set a b",
        "config get"})
    void anAgentMayNotAnswerQuestionsLookAtPluginsOrChangeTheConfigurationByItself(String command) {
        assertEquals(1, fixture.run(command.split(" ")));
        assertTrue(terminal.errors().contains("Agent " + AGENT + " may not call: paseo"), terminal.errors());
        assertTrue(terminal.errors().contains("--as-user"), terminal.errors());
        assertTrue(daemon.dialled().isEmpty());
    }

    @Test
    void itMayIfItSaysThatItsUserWantsIt() {
        assertEquals(0, fixture.run("permit", "ls", "--as-user"));
        assertFalse(daemon.dialled().isEmpty());
    }

    @Test
    void itMayLookAtAgents() {
        assertEquals(0, fixture.run("ls"));
    }

    @Test
    void aUserNeedNotSaySo() {
        fixture.environment.remove("PASEO_AGENT_ID");
        assertEquals(0, fixture.run("permit", "ls"));
    }
}
