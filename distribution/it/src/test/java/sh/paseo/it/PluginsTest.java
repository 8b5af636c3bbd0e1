package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Jars put in and taken out. */
class PluginsTest {
    @TempDir
    Path scratch;

    @Test
    void theShippedPluginsAreStarted() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            assertEquals(Set.of("agent-claude", "agent-demo", "transport-tcp", "transport-unix"), started(paseo));
        }
    }

    @Test
    void withoutItsJarTheDemoAgentIsNowhere() throws Exception {
        try (var paseo = Distribution.copied(scratch)) {
            Files.delete(paseo.install().resolve("plugins/agent-demo.jar"));
            paseo.start();
            assertEquals(Set.of("agent-claude", "transport-tcp", "transport-unix"), started(paseo));
            assertFalse(providers(paseo).contains("demo"));
            var run = paseo.run("run", "--provider", "demo", "hi");
            assertEquals(1, run.exit(), run::toString);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutTheTransportNothingListensAndASignalStillStopsIt() throws Exception {
        try (var paseo = Distribution.copied(scratch)) {
            Files.delete(paseo.install().resolve("plugins/transport-tcp.jar"));
            Files.delete(paseo.install().resolve("plugins/transport-unix.jar"));
            var process = paseo.launch();
            await().atMost(Distribution.PATIENCE).until(() -> !process.isAlive() || Files.exists(paseo.home().resolve("paseo.pid")));
            await().atMost(Distribution.PATIENCE).until(() -> !process.isAlive() || paseo.log().contains("nobody can reach this daemon"));
            assertTrue(process.isAlive(), () -> paseo.log());
            assertEquals(Set.of(), Sockets.listeningOf(paseo.jvm()));
            paseo.terminate();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withTheTransportItListensOnOneAddress() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            assertEquals(1, Sockets.listeningOf(paseo.jvm()).size());
        }
    }

    @Test
    void aProviderCompiledAgainstTheApiAloneWorksAfterARestart() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            paseo.start();
            var plugins = privateFolder(paseo.home().resolve("plugins"));
            PluginJar.provider(plugins.resolve("echo.jar"), "agent-echo", "EchoProvider", text("third-party/EchoProvider.java"));
            paseo.terminate();
            paseo.start();
            assertTrue(started(paseo).contains("agent-echo"), () -> paseo.log());
            var run = paseo.run("run", "--provider", "echo", "--json", "good morning").ok().jsonObject();
            assertEquals("completed", run.getString("status"));
            var logs = paseo.run("logs", run.getString("agentId")).ok().out();
            assertTrue(logs.contains("You said: good morning"), logs);
        }
    }

    @Test
    void brokenPluginsAreListedWithTheReasonAndHarmNobody() throws Exception {
        try (var paseo = Distribution.shipped(scratch)) {
            var plugins = privateFolder(paseo.home().resolve("plugins"));
            Files.writeString(plugins.resolve("garbage.jar"), "this is no jar");
            PluginJar.of("from-the-future", ">=9.0.0 & <10.0.0").write(plugins.resolve("future.jar"), plugins);
            PluginJar.of("agent-demo", ">=0.1.0 & <0.2.0").write(plugins.resolve("same-id.jar"), plugins);
            var echo = text("third-party/EchoProvider.java");
            PluginJar.provider(plugins.resolve("throws.jar"), "throws", "Throws", echo.replace("EchoProvider", "Throws")
                    .replace("    @Override\n    public ProviderDescriptor",
                            "    public Throws() { throw new IllegalStateException(\"never\"); }\n\n"
                                    + "    @Override\n    public ProviderDescriptor"));
            paseo.start();
            var broken = paseo.run("plugin", "ls", "--json").ok().jsonArray().stream().map(row -> row.asJsonObject())
                    .filter(row -> row.getString("file").contains(plugins.toString())).toList();
            assertEquals(4, broken.size(), broken::toString);
            for (var row : broken) {
                assertNotEquals("started", row.getString("state"), row::toString);
                assertFalse(row.getString("reason").isBlank(), row::toString);
            }
            assertTrue(started(paseo).containsAll(Set.of("agent-claude", "agent-demo", "transport-tcp")));
            var run = paseo.run("run", "--provider", "demo", "--mode", "auto", "--json", "hi").ok().jsonObject();
            assertEquals("completed", run.getString("status"));
        }
    }

    private static Set<String> started(Distribution paseo) throws IOException, InterruptedException {
        return paseo.run("plugin", "ls", "--json").ok().jsonArray().stream().map(row -> row.asJsonObject())
                .filter(row -> row.getString("state").equals("started")).map(row -> row.getString("id")).collect(Collectors.toSet());
    }

    private static Set<String> providers(Distribution paseo) throws IOException, InterruptedException {
        return paseo.run("provider", "ls", "--json").ok().jsonArray().stream()
                .map(row -> row.asJsonObject().getString("provider")).collect(Collectors.toSet());
    }

    private static Path privateFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static String text(String resource) throws IOException {
        try (var in = PluginsTest.class.getResourceAsStream("/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
