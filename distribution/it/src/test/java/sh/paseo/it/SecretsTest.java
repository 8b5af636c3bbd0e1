package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Words that must stay where they were put: each is looked for wherever it has no business. */
@EnabledOnOs(OS.LINUX)
class SecretsTest {
    private static final String PROMPT = "canary-of-the-prompt-5f3a";
    private static final String CONFIGURED = "canary-of-the-config-8c1d";
    private static final String OURS = "canary-of-our-variables-2e9b";
    private static final String PRINTED = "canary-of-a-password-store-71d0";
    private static final List<String> ALL = List.of(PROMPT, CONFIGURED, OURS, PRINTED);

    @TempDir
    Path scratch;

    @Test
    void secretsStandInNoLogNoArgumentsNoAnswerAndNoEnvironmentThatIsNotTheirs() throws Exception {
        try (var program = new ScriptedMortal(scratch); var paseo = atWork(program)) {
            var agent = agent(paseo);
            for (var answer : List.of(paseo.run("ls", "--json"), paseo.run("status", "--json"), paseo.run("plugin", "ls", "--json"),
                    paseo.run("provider", "ls", "--json"), paseo.run("provider", "models", "claude", "--json"),
                    paseo.run("inspect", agent, "--json"))) {
                assertHidden(answer.ok().out(), List.of(CONFIGURED, OURS, PRINTED));
            }
            assertHidden(paseo.get("/api/status").body() + paseo.get("/api/health").body(), ALL);
            assertHidden(paseo.run("send", agent + "-not", "hello").err() + paseo.run("run", "--provider", "none", "x").err(), ALL);
            for (var any : processes()) {
                assertHidden(text(any.resolve("cmdline")), ALL);
            }
            var process = AgentHome.of(paseo).program(agent).orElseThrow();
            var environment = text(Path.of("/proc", String.valueOf(process.pid()), "environ"));
            assertTrue(environment.contains("SOME_API_KEY=" + CONFIGURED), "what is configured for an agent is for its program");
            assertTrue(environment.contains("OTHER_API_KEY=" + PRINTED), "so is what the configured command prints");
            assertTrue(environment.contains("TAKEN=" + paseo.home()), "and what the daemon was started with, if it is named");
            assertHidden(environment, List.of(OURS, PROMPT));
            assertHidden(paseo.log() + paseo.daemonOut() + paseo.daemonErr(), ALL);
        }
    }

    @Test
    void keysOfProvidersAreStoredNowhereButInTheConfigurationThatTheUserWrote() throws Exception {
        try (var program = new ScriptedMortal(scratch); var paseo = atWork(program)) {
            agent(paseo);
            List<Path> looked;
            try (var files = Files.walk(paseo.home())) {
                looked = files.filter(Files::isRegularFile).filter(file -> !file.endsWith("config.json")).toList();
            }
            assertTrue(looked.stream().anyMatch(file -> file.endsWith("paseo.db")), looked::toString);
            for (var file : looked) {
                assertHidden(Files.readString(file, StandardCharsets.ISO_8859_1), List.of(CONFIGURED, PRINTED));
            }
        }
    }

    @Test
    void aCrashLeavesNeitherSecretsNorAnImageOfTheMemory() throws Exception {
        try (var program = new ScriptedMortal(scratch); var paseo = atWork(program)) {
            agent(paseo);
            var jvm = paseo.jvm();
            assertFalse(text(Path.of("/proc", String.valueOf(jvm.pid()), "cmdline")).contains("HeapDump"));
            assertEquals(0, new ProcessBuilder("kill", "-SEGV", String.valueOf(jvm.pid())).start().waitFor());
            await().atMost(Distribution.PATIENCE).until(() -> !jvm.isAlive());
            var report = paseo.home().resolve("hs_err_pid" + jvm.pid() + ".log");
            assertHidden(Files.readString(report, StandardCharsets.ISO_8859_1), ALL);
            assertHidden(paseo.log() + paseo.daemonOut() + paseo.daemonErr(), ALL);
            for (var folder : List.of(paseo.home(), paseo.work(), paseo.install(), scratch)) {
                try (var files = Files.list(folder)) {
                    assertEquals(List.of(), files.filter(SecretsTest::image).toList());
                }
            }
        }
    }

    private static boolean image(Path file) {
        return file.getFileName().toString().matches("core(\\..*)?|.*\\.hprof");
    }

    private Distribution atWork(MortalAgent agent) throws IOException {
        var settings = agent.settings();
        var store = Files.writeString(scratch.resolve("store"), PRINTED + "\n");
        var env = Json.createObjectBuilder(settings.getJsonObject("env")).add("SOME_API_KEY", CONFIGURED)
                .add("TAKEN", Json.createObjectBuilder().add("fromEnv", "PASEO_HOME"))
                .add("OTHER_API_KEY",
                        Json.createObjectBuilder().add("fromCommand", Json.createArrayBuilder().add("cat").add(store.toString())));
        var claude = Json.createObjectBuilder(settings).add("env", env);
        var agents = Json.createObjectBuilder().add("providers", Json.createObjectBuilder().add("claude", claude));
        var paseo = Distribution.shipped(scratch).configured(Json.createObjectBuilder().add("agents", agents).build().toString())
                .with("PASEO_CANARY", OURS);
        paseo.start();
        return paseo;
    }

    /** One that has done its turn, and whose program waits for the next. */
    private static String agent(Distribution paseo) throws IOException, InterruptedException {
        return paseo.run("run", "-q", "--provider", "claude", PROMPT + " [[count 5]]").ok().out().strip();
    }

    private static void assertHidden(String text, List<String> secrets) {
        secrets.forEach(secret -> assertFalse(text.contains(secret), () -> secret + " stands in " + text));
    }

    private static List<Path> processes() throws IOException {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), path -> path.getFileName().toString().matches("\\d+"))) {
            entries.forEach(found::add);
        }
        return found;
    }

    /** Empty for a process that has ended since. */
    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }
}
