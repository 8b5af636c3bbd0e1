package sh.paseo.daemon.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken plugin stands between two good ones, which start all the same. */
class BrokenPluginTest {
    @TempDir
    static Path good;

    @TempDir
    Path folder;

    @BeforeAll
    static void buildGoodPlugins() throws IOException {
        JarBuilder.agent("good-0", "good-0").build(good, "0.jar");
        JarBuilder.transport("good-1", "carrier").build(good, "1.jar");
        JarBuilder.agent("good-9", "good-9").build(good, "9.jar");
    }

    private static JarBuilder agent() {
        return JarBuilder.agent("broken", "broken");
    }

    private static JarBuilder agent(String id, String members) {
        return JarBuilder.plugin("broken").provider("p.Agent", JarBuilder.agentSource("p.Agent", id, members));
    }

    private static JarBuilder main(String body) {
        return agent().manifest("Plugin-Class", "p.Main").source("p.Main", "package p; public class Main " + body);
    }

    private static JarBuilder plugin(String member) {
        return main("extends org.pf4j.Plugin { public " + member + " }");
    }

    static Stream<Arguments> broken() {
        return Stream.of(manifests(), services(), providers(), pluginClasses()).flatMap(List::stream);
    }

    private static List<Arguments> manifests() {
        return List.of(
                arguments("no id", agent().manifest("Plugin-Id", ""), "Plugin-Id \"\""),
                arguments("odd id", agent().manifest("Plugin-Id", "Not An Id"), "Plugin-Id \"Not An Id\""),
                arguments("no version", agent().manifest("Plugin-Version", ""), "no Plugin-Version"),
                arguments("no range", agent().manifest("Plugin-Requires", ""), "Plugin-Requires \"\" must name"),
                arguments("any range", agent().manifest("Plugin-Requires", "*"), "must name"),
                arguments("bare version", agent().manifest("Plugin-Requires", "0.1.0"), "must name"),
                arguments("no upper end", agent().manifest("Plugin-Requires", ">=0.1.0"), "must name"),
                arguments("no lower end", agent().manifest("Plugin-Requires", "<0.2.0"), "must name"),
                arguments("too new", agent().manifest("Plugin-Requires", ">=0.2.0 & <0.3.0"), "this is 0.1.0"),
                arguments("too old", agent().manifest("Plugin-Requires", ">=0.0.1 & <0.1.0"), "this is 0.1.0"),
                arguments("depends on another", agent().manifest("Plugin-Dependencies", "good-0"), "Plugin-Dependencies"),
                arguments("class path", agent().manifest("Class-Path", "../x.jar"), "Class-Path"));
    }

    private static List<Arguments> services() {
        return List.of(
                arguments("no service", JarBuilder.plugin("broken"), "is named in META-INF/services"),
                arguments("empty service", JarBuilder.plugin("broken").service("sh.paseo.api.agent.AgentProvider", "# none\n"),
                        "is named in META-INF/services"),
                arguments("missing class", JarBuilder.plugin("broken").service("sh.paseo.api.agent.AgentProvider", "p.Gone"),
                        "class p.Gone"),
                arguments("other type", JarBuilder.plugin("broken").provider("p.Other", "package p; public class Other { }"),
                        "but is none"),
                arguments("wrong service", agent().service("sh.paseo.api.transport.Transport", "p.Agent"), "but is none"));
    }

    private static List<Arguments> providers() {
        return List.of(
                arguments("private constructor", agent("\"x\"", "private Agent() { }"), "p.Agent"),
                arguments("constructor with arguments", agent("\"x\"", "public Agent(int x) { }"), "p.Agent"),
                arguments("throwing constructor", agent("\"x\"", "public Agent() { throw new IllegalStateException(\"bang\"); }"), "bang"),
                arguments("throwing initializer", agent("\"x\"", "static { if (true) throw new IllegalStateException(\"bang\"); }"),
                        "bang"),
                arguments("stack overflow", agent("\"x\"", "public Agent() { new Agent(); }"), "StackOverflowError"),
                arguments("linkage error",
                        agent("\"x\"", "Object lib = new p.Lib();").source("p.Lib", "package p; class Lib { }").without("p.Lib"),
                        "NoClassDefFoundError: p/Lib"),
                arguments("missing supertype", JarBuilder.plugin("broken").source("p.Base", "package p; public abstract class Base { }")
                        .without("p.Base").provider("p.Agent", JarBuilder.agentSource("p.Agent", "\"x\"", "")
                                .replace("class Agent", "class Agent extends Base")),
                        "p/Base"),
                arguments("throwing descriptor", agent("boom()", "String boom() { throw new IllegalStateException(\"bang\"); }"), "bang"),
                arguments("invalid provider id", agent("\"No Id\"", ""), "provider id \"No Id\""),
                arguments("no descriptor", JarBuilder.plugin("broken").provider("p.Agent",
                        JarBuilder.agentSource("p.Agent", "\"x\"", "").replaceAll("return new ProviderDescriptor\\((?s:.*?)\\);\n",
                                "return null;\n")),
                        "NullPointerException"),
                arguments("taken plugin id", JarBuilder.agent("good-0", "x"), "already there, from"),
                arguments("taken provider id", agent("\"good-0\"", ""), "provider id good-0 is already taken"),
                arguments("taken transport id", JarBuilder.transport("broken", "carrier"), "transport id carrier is already taken"));
    }

    private static List<Arguments> pluginClasses() {
        return List.of(
                arguments("missing plugin class", agent().manifest("Plugin-Class", "p.Gone"), "p.Gone"),
                arguments("plugin class of other type", main("{ }"), "p.Main"),
                arguments("throwing plugin class", plugin("Main() { throw new IllegalStateException(\"bang\"); }"),
                        "bang"),
                arguments("throwing start", plugin("void start() { throw new IllegalStateException(\"bang\"); }"),
                        "bang"),
                arguments("linkage error at start", plugin("void start() { throw new NoClassDefFoundError(\"bang\"); }"),
                        "bang"),
                arguments("throwing stop after a bad start", agent("\"x\"", "public Agent() { throw new IllegalStateException(\"bang\"); }")
                        .manifest("Plugin-Class", "p.Main")
                        .source("p.Main", "package p; public class Main extends org.pf4j.Plugin { public void stop() { throw null; } }"),
                        "bang"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void brokenPluginIsListedWithItsReasonAndHarmsNobody(String name, JarBuilder broken, String reason) throws IOException {
        broken.build(folder, "5.jar");
        assertBroken(reason);
    }

    private void assertBroken(String reason) throws IOException {
        for (String name : List.of("0.jar", "1.jar", "9.jar")) {
            Files.copy(good.resolve(name), folder.resolve(name));
        }
        try (PluginHost host = PluginHost.load(List.of(folder), JarBuilder.ANY)) {
            assertEquals(List.of("good-0", "good-9"), host.providers().stream().map(p -> p.descriptor().id().value()).toList());
            assertEquals(1, host.transports().size());
            Map<String, PluginReport> reports = host.reports().stream()
                    .collect(Collectors.toMap(report -> report.file().getFileName().toString(), report -> report));
            assertEquals(4, reports.size());
            for (String good : List.of("0.jar", "1.jar", "9.jar")) {
                assertEquals(PluginReport.State.STARTED, reports.get(good).state(), reports.get(good).reason());
            }
            PluginReport report = reports.get("5.jar");
            assertEquals(PluginReport.State.FAILED, report.state());
            assertTrue(report.reason().contains(reason), report.reason());
            assertEquals(List.of(), openFiles("5.jar"), "a plugin that is not used keeps no file open");
        }
    }

    private List<Path> openFiles(String name) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.filter(link -> target(link).equals(folder.resolve(name))).toList();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            // Closed since it was listed.
            return link;
        }
    }

    @Test
    void textFileIsNoJar() throws IOException {
        Files.writeString(folder.resolve("5.jar"), "text");
        assertBroken("cannot be read");
    }

    @Test
    void emptyFileIsNoJar() throws IOException {
        Files.createFile(folder.resolve("5.jar"));
        assertBroken("cannot be read");
    }

    @Test
    void folderIsNoJar() throws IOException {
        Files.createDirectory(folder.resolve("5.jar"));
        assertBroken("cannot be read");
    }

    @Test
    void jarThatWasCutOffIsRefused() throws IOException {
        Path jar = agent().build(folder, "5.jar");
        byte[] whole = Files.readAllBytes(jar);
        Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
        assertBroken("cannot be read");
    }

    @Test
    void jarWithoutManifestIsRefused() throws IOException {
        Path jar = folder.resolve("5.jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("x"));
        }
        assertBroken("no manifest");
    }

    @Test
    void damagedClassIsThePluginsOwnFailure() throws IOException {
        JarBuilder.plugin("broken").service("sh.paseo.api.agent.AgentProvider", "p.Agent").entry("p/Agent.class", new byte[] {1, 2, 3})
                .build(folder, "5.jar");
        assertBroken("ClassFormatError");
    }
}
