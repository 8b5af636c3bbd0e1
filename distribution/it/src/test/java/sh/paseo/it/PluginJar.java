package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import sh.paseo.api.agent.AgentProvider;

/** Makes plugin jars as somebody else would: with a compiler, the API and nothing more. */
record PluginJar(String id, String requires, Map<String, String> files) {
    /** A jar without classes. */
    static PluginJar of(String id, String requires) {
        return new PluginJar(id, requires, Map.of());
    }

    /** A jar whose provider is the class {@code third.party.<name>} of the given source. */
    static void provider(Path jar, String id, String name, String source) throws IOException, URISyntaxException {
        var folder = Files.createTempDirectory(jar.getParent(), "sources");
        var file = Files.writeString(folder.resolve(name + ".java"), source);
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            var options = List.of("-proc:none", "-d", folder.toString(), "-cp", jarOf(AgentProvider.class) + ":" + jarOf(JsonObject.class));
            assertTrue(compiler.getTask(null, manager, null, options, null, manager.getJavaFileObjects(file)).call());
        }
        var service = "META-INF/services/" + AgentProvider.class.getName();
        new PluginJar(id, ">=0.1.0 & <0.2.0", Map.of(service, "third.party." + name + "\n")).write(jar, folder);
    }

    /** Writes the manifest, the files and the class files below the folder. */
    void write(Path jar, Path classes) throws IOException {
        var manifest = new Manifest();
        var entries = manifest.getMainAttributes();
        entries.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        entries.putValue("Plugin-Id", id);
        entries.putValue("Plugin-Version", "1.0.0");
        entries.putValue("Plugin-Provider", "Somebody else");
        entries.putValue("Plugin-Requires", requires);
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest); var found = Files.walk(classes)) {
            for (var file : found.filter(path -> path.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
            for (var each : files.entrySet()) {
                out.putNextEntry(new JarEntry(each.getKey()));
                out.write(each.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
