package sh.paseo.daemon.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentProvider;

class PluginHostTest {
    private static final String LOG = "sh.paseo.test.plugins";

    @TempDir
    Path temp;

    private Path installed;
    private Path own;

    @BeforeEach
    void name() {
        installed = temp.resolve("install/plugins");
        own = temp.resolve("home/plugins");
        System.setProperty(LOG, "");
    }

    @AfterEach
    void forget() {
        System.clearProperty(LOG);
    }

    private PluginHost load() {
        return PluginHost.load(List.of(installed, own), JarBuilder.ANY);
    }

    private static String label(PluginHost host) {
        return host.providers().getFirst().descriptor().label();
    }

    private static List<String> ids(PluginHost host) {
        return host.providers().stream().map(provider -> provider.descriptor().id().value()).toList();
    }

    /** A provider whose label is what {@code expression} yields inside the plugin. */
    private static JarBuilder saying(String members, String expression) {
        return JarBuilder.plugin("asked").provider("p.Asked", JarBuilder.agentSource("p.Asked", "\"asked\"", members + """
                String label() {
                    try {
                        return String.valueOf(%s);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
                """.formatted(expression)));
    }

    @Test
    void pluginsOfAllFoldersAreStartedInOrder() throws IOException {
        Path second = JarBuilder.agent("agent-b", "b").build(installed, "2.jar");
        Path first = JarBuilder.transport("transport-a", "a").build(installed, "1.jar");
        Path third = JarBuilder.agent("agent-c", "c").build(own, "0.jar");
        Files.writeString(own.resolve("notes.txt"), "no plugin");
        try (PluginHost host = load()) {
            assertEquals(List.of(
                    new PluginReport("transport-a", "1.2.3", PluginReport.Kind.TRANSPORT, PluginReport.State.STARTED, "", first),
                    new PluginReport("agent-b", "1.2.3", PluginReport.Kind.AGENT, PluginReport.State.STARTED, "", second),
                    new PluginReport("agent-c", "1.2.3", PluginReport.Kind.AGENT, PluginReport.State.STARTED, "", third)), host.reports());
            assertEquals(List.of("b", "c"), ids(host));
            assertEquals("a", host.transports().getFirst().descriptor().id().value());
        }
    }

    @Test
    void missingAndEmptyFoldersAreFine() throws IOException {
        Files.createDirectories(own);
        try (PluginHost host = load()) {
            assertEquals(List.of(), host.reports());
            assertEquals(List.of(), host.providers());
            assertEquals(List.of(), host.transports());
        }
    }

    @Test
    void pluginSeesThePlatformAndTheApiAndNothingElse() throws IOException {
        saying("""
                String seen(String... names) {
                    String seen = "";
                    for (String name : names) {
                        try {
                            Class.forName(name);
                            seen += "+";
                        } catch (ClassNotFoundException e) {
                            seen += "-";
                        }
                    }
                    return seen;
                }
                """, """
                seen("java.sql.Connection", "java.net.http.HttpClient", "javax.crypto.Cipher", "sh.paseo.api.AgentId", "org.pf4j.Plugin",
                "jakarta.json.Json", "jakarta.json.stream.JsonParser", "jakarta.json.bind.Jsonb",
                "jakarta.json.bind.annotation.JsonbProperty")
                + " " + seen("sh.paseo.daemon.plugins.PluginHost", "sh.paseo.engine.Store", "org.sqlite.JDBC", "org.slf4j.Logger",
                "org.eclipse.yasson.JsonBindingProvider", "org.eclipse.parsson.JsonProviderImpl", "io.helidon.webserver.WebServer",
                "org.junit.jupiter.api.Test")""").build(installed, "x.jar");
        for (String name : List.of("org.sqlite.JDBC", "org.slf4j.Logger", "org.eclipse.yasson.JsonBindingProvider",
                "org.eclipse.parsson.JsonProviderImpl", "io.helidon.webserver.WebServer", "sh.paseo.engine.Store")) {
            assertTrue(hostSees(name), name + " is on the host's class path, else the test shows nothing");
        }
        try (PluginHost host = load()) {
            assertEquals("+++++++++ --------", label(host));
        }
    }

    private static boolean hostSees(String name) {
        try {
            return Class.forName(name, false, PluginHostTest.class.getClassLoader()) != null;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Test
    void jsonWorksInsideAPluginWhateverTheThreadsClassLoader() throws IOException {
        saying("""
                public record Point(int x, Optional<String> name) { }
                String json() throws Exception {
                    String made = jakarta.json.Json.createObjectBuilder().add("x", 1).build().toString();
                    try (var reader = jakarta.json.Json.createReader(new java.io.StringReader(made));
                            var bind = jakarta.json.bind.JsonbBuilder.create()) {
                        return reader.readObject().getInt("x") + bind.toJson(new Point(2, Optional.of("n")))
                                + bind.fromJson("{\\"x\\":3}", Point.class);
                    }
                }
                String under(ClassLoader loader) throws Exception {
                    Thread thread = Thread.currentThread();
                    ClassLoader before = thread.getContextClassLoader();
                    thread.setContextClassLoader(loader);
                    try {
                        return json();
                    } finally {
                        thread.setContextClassLoader(before);
                    }
                }
                """, "json() + ' ' + under(getClass().getClassLoader()) + ' ' + under(null)").build(installed, "x.jar");
        String once = "1{\"name\":\"n\",\"x\":2}Point[x=3, name=Optional.empty]";
        try (PluginHost host = load()) {
            assertEquals(once + " " + once + " " + once, label(host));
        }
    }

    @Test
    void pluginsOwnLibraryWinsOverTheHostsAndOverOtherPlugins() throws IOException {
        for (int n = 1; n <= 2; n++) {
            JarBuilder.plugin("agent-" + n)
                    .source("org.slf4j.Logger", "package org.slf4j; public class Logger { public static String version = \"" + n + "\"; }")
                    .provider("p.Agent", JarBuilder.agentSource("p.Agent", "\"a" + n + "\"",
                            "String label() { return org.slf4j.Logger.version; }"))
                    .build(installed, n + ".jar");
        }
        try (PluginHost host = load()) {
            assertEquals(List.of("1", "2"), host.providers().stream().map(provider -> provider.descriptor().label()).toList());
        }
    }

    @Test
    void copyOfTheApiInTheJarIsNotUsed() throws IOException {
        String name = AgentProvider.class.getName().replace('.', '/') + ".class";
        byte[] copy;
        try (var in = AgentProvider.class.getClassLoader().getResourceAsStream(name)) {
            copy = in.readAllBytes();
        }
        JarBuilder.agent("agent-a", "a").entry(name, copy).build(installed, "a.jar");
        try (PluginHost host = load()) {
            assertEquals(List.of("a"), ids(host));
        }
    }

    @Test
    void libraryServicesInTheJarAreNotTakenForPlugins() throws IOException {
        JarBuilder.agent("agent-a", "a").service("some.Library", "some.library.Provider").build(installed, "a.jar");
        try (PluginHost host = load()) {
            assertEquals(List.of("a"), ids(host));
        }
    }

    @Test
    void serviceFilesMayHaveCommentsAndSeveralNames() throws IOException {
        JarBuilder.plugin("two").source("p.One", JarBuilder.agentSource("p.One", "\"one\"", ""))
                .source("p.Two", JarBuilder.agentSource("p.Two", "\"two\"", ""))
                .service("sh.paseo.api.agent.AgentProvider", "# ours\n p.One # first\n\np.Two\np.One\n").build(installed, "a.jar");
        try (PluginHost host = load()) {
            assertEquals(List.of("one", "two"), ids(host).stream().sorted().toList());
        }
    }

    @Test
    void disabledPluginIsListedAndNoneOfItsCodeRuns() throws IOException {
        JarBuilder.plugin("agent-a").provider("p.Agent", JarBuilder.agentSource("p.Agent", "\"a\"",
                "static { System.setProperty(\"" + LOG + "\", \"ran\"); }")).build(installed, "a.jar");
        try (PluginHost host = PluginHost.load(List.of(installed), new PluginRules("agent-a"::equals, _ -> false, Optional.empty()))) {
            PluginReport report = host.reports().getFirst();
            assertEquals(PluginReport.State.DISABLED, report.state());
            assertEquals(PluginReport.Kind.AGENT, report.kind());
            assertEquals("1.2.3", report.version());
            assertEquals(List.of(), host.providers());
            assertEquals("", System.getProperty(LOG));
        }
    }

    @Test
    void withPinsAPluginIsLoadedOnlyIfItIsNamedWithItsHash() throws IOException {
        String wanted = FileHash.sha256(JarBuilder.agent("agent-a", "a").build(installed, "a.jar"));
        JarBuilder.agent("agent-b", "b").build(installed, "b.jar");
        String other = FileHash.sha256(JarBuilder.agent("agent-c", "c").build(installed, "c.jar"));
        var pins = Map.of("agent-a", wanted, "agent-c", wanted);
        try (PluginHost host = PluginHost.load(List.of(installed), new PluginRules(_ -> false, _ -> false, Optional.of(pins)))) {
            assertEquals(List.of("a"), ids(host));
            assertTrue(host.reports().get(1).reason().startsWith("plugins.pinned does not name it; its SHA-256 is "));
            assertEquals("plugins.pinned wants another file; the SHA-256 of this one is " + other, host.reports().get(2).reason());
        }
    }

    @Test
    void disabledProviderIsNotOffered() throws IOException {
        JarBuilder.agent("agent-a", "a").build(installed, "a.jar");
        JarBuilder.plugin("two").source("p.One", JarBuilder.agentSource("p.One", "\"one\"", ""))
                .source("p.Two", JarBuilder.agentSource("p.Two", "\"two\"", ""))
                .service("sh.paseo.api.agent.AgentProvider", "p.One\np.Two").build(installed, "b.jar");
        List<ProviderId> disabled = List.of(new ProviderId("a"), new ProviderId("two"));
        try (PluginHost host = PluginHost.load(List.of(installed), new PluginRules(_ -> false, disabled::contains, Optional.empty()))) {
            assertEquals(List.of(PluginReport.State.DISABLED, PluginReport.State.STARTED),
                    host.reports().stream().map(PluginReport::state).toList());
            assertEquals(List.of("one"), ids(host));
        }
    }

    /** A plugin that writes down when it starts and stops. */
    private static JarBuilder writing(String id, String onStop) {
        String say = "System.setProperty(\"" + LOG + "\", System.getProperty(\"" + LOG + "\") + \" %s-" + id + "\");";
        return JarBuilder.agent("agent-" + id, id).manifest("Plugin-Class", "p.Main").source("p.Main", """
                package p;
                public class Main extends org.pf4j.Plugin {
                    @Override public void start() { %s }
                    @Override public void stop() { %s %s }
                }
                """.formatted(say.formatted("start"), say.formatted("stop"), onStop));
    }

    @Test
    void pluginsAreStoppedInReverseAndOneThatCannotStopHoldsUpNone() throws IOException {
        writing("a", "").build(installed, "1.jar");
        writing("b", "throw new IllegalStateException(\"no\");").build(installed, "2.jar");
        writing("c", "if (true) { throw new NoClassDefFoundError(\"gone\"); }").build(installed, "3.jar");
        writing("d", "").build(installed, "4.jar");
        PluginHost host = load();
        assertEquals(" start-a start-b start-c start-d", System.getProperty(LOG));
        System.setProperty(LOG, "");
        host.close();
        host.close();
        assertEquals(" stop-d stop-c stop-b stop-a", System.getProperty(LOG));
    }

    @Test
    void jarThatOthersMayWriteIsRefused() throws IOException {
        Path jar = JarBuilder.agent("agent-a", "a").build(installed, "a.jar");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-rw-r--"));
        assertRefused("chmod go-w");
    }

    @Test
    void folderThatOthersMayWriteIsRefusedJarByJar() throws IOException {
        JarBuilder.agent("agent-a", "a").build(installed, "a.jar");
        Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused("install/plugins may be written to by others");
    }

    @Test
    void linkToAJarIsRefused() throws IOException {
        Path elsewhere = JarBuilder.agent("agent-a", "a").build(temp.resolve("project"), "a.jar");
        Files.createDirectories(installed);
        Files.createSymbolicLink(installed.resolve("a.jar"), elsewhere);
        assertRefused("symbolic link");
    }

    private void assertRefused(String reason) {
        try (PluginHost host = load()) {
            PluginReport report = host.reports().getFirst();
            assertEquals("a", report.id());
            assertEquals(PluginReport.State.FAILED, report.state());
            assertTrue(report.reason().contains(reason), report.reason());
            assertEquals(List.of(), host.providers());
        }
    }

    @Test
    void hashIsThatOfTheFile() throws IOException {
        Files.writeString(Files.createDirectories(installed).resolve("x.jar"), "abc");
        try (PluginHost host = load()) {
            assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", host.reports().getFirst().sha256());
        }
    }
}
