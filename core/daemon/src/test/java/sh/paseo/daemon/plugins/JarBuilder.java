package sh.paseo.daemon.plugins;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles a plugin from source text and packs it, as its author would. */
final class JarBuilder {
    /** Whatever is there is wanted. */
    static final PluginRules ANY = new PluginRules(_ -> false, _ -> false, Optional.empty());

    private final Map<String, String> manifest = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<JavaFileObject> sources = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    /** A manifest that is right; {@link #manifest} changes it. */
    static JarBuilder plugin(String id) {
        return new JarBuilder().manifest("Plugin-Id", id).manifest("Plugin-Version", "1.2.3")
                .manifest("Plugin-Requires", ">=0.1.0 & <0.2.0");
    }

    /** A plugin with one provider of this id. */
    static JarBuilder agent(String plugin, String provider) {
        return plugin(plugin).provider("p.Agent", agentSource("p.Agent", "\"" + provider + "\"", ""));
    }

    /** A plugin with one transport of this id. */
    static JarBuilder transport(String plugin, String transport) {
        return plugin(plugin).service("sh.paseo.api.transport.Transport", "t.Carrier").source("t.Carrier", """
                package t;
                import sh.paseo.api.TransportId;
                import sh.paseo.api.transport.*;
                public class Carrier implements Transport {
                    public TransportDescriptor descriptor() { return new TransportDescriptor(new TransportId("%s"), "label"); }
                    public RunningTransport start(TransportContext context) { throw new UnsupportedOperationException(); }
                }
                """.formatted(transport));
    }

    /** A provider whose id is an expression, with more members. */
    static String agentSource(String name, String id, String members) {
        int dot = name.lastIndexOf('.');
        return """
                package %s;
                import java.util.*;
                import sh.paseo.api.ProviderId;
                import sh.paseo.api.agent.*;
                public class %s implements AgentProvider {
                    %s
                    public ProviderDescriptor descriptor() {
                        return new ProviderDescriptor(new ProviderId(%s), label(), "", List.of(), Optional.empty(), Set.of(),
                                DeliveryGuarantee.AT_MOST_ONCE);
                    }
                    public Availability probe(ProbeContext context) { throw new UnsupportedOperationException(); }
                    public AgentSession open(OpenRequest request, SessionContext context) { throw new UnsupportedOperationException(); }
                    %s
                }
                """.formatted(name.substring(0, dot), name.substring(dot + 1), members, id,
                members.contains("String label()") ? "" : "String label() { return \"label\"; }");
    }

    JarBuilder provider(String type, String source) {
        return service("sh.paseo.api.agent.AgentProvider", type).source(type, source);
    }

    /** Sets an entry of the manifest; an empty value takes it out. */
    JarBuilder manifest(String name, String value) {
        manifest.put(name, value);
        return this;
    }

    JarBuilder service(String service, String lines) {
        return entry("META-INF/services/" + service, lines.getBytes(StandardCharsets.UTF_8));
    }

    JarBuilder entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    JarBuilder source(String type, String text) {
        sources.add(new SimpleJavaFileObject(URI.create("string:///" + type.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        });
        return this;
    }

    /** Compiles against this class but leaves it out of the jar. */
    JarBuilder without(String type) {
        leftOut.add(type.replace('.', '/') + ".class");
        return this;
    }

    Path build(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Path jar = folder.resolve(name);
        Path classes = Files.createTempDirectory(folder, "classes");
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream packed = new JarOutputStream(out, manifest())) {
            compile(classes);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                packed.putNextEntry(new JarEntry(entry.getKey()));
                packed.write(entry.getValue());
            }
        } finally {
            deleteAll(classes);
        }
        return jar;
    }

    private Manifest manifest() {
        Manifest made = new Manifest();
        made.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.forEach((name, value) -> {
            if (!value.isEmpty()) {
                made.getMainAttributes().putValue(name, value);
            }
        });
        return made;
    }

    private void compile(Path classes) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            if (!compiler.getTask(said, files, null, List.of("-proc:none"), null, sources).call()) {
                throw new AssertionError(said.toString());
            }
        }
        try (Stream<Path> found = Files.walk(classes)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String entry = classes.relativize(file).toString();
                if (!leftOut.contains(entry)) {
                    entries.put(entry, Files.readAllBytes(file));
                }
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.toList().reversed()) {
                Files.delete(path);
            }
        }
    }
}
