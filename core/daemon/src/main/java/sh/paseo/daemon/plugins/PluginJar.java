package sh.paseo.daemon.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.PluginDescriptor;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.transport.Transport;

/**
 * What a jar says about itself: its manifest and the two service files of the plugin API. Read once, without loading a class.
 *
 * <p><b>Shape</b> of the manifest: {@code Plugin-Id: agent-demo}, {@code Plugin-Version: 0.1.0},
 * {@code Plugin-Requires: >=0.1.0 & <0.2.0}, and optionally {@code Plugin-Class}, {@code Plugin-Description},
 * {@code Plugin-Provider}, {@code Plugin-License}.
 */
record PluginJar(Path file, PluginDescriptor descriptor, List<String> providers, List<String> transports) {
    /** A plugin with its libraries; what is larger is no plugin. */
    private static final long MAX_BYTES = 64L << 20;
    /** Classes and texts are packed to a tenth at best. */
    private static final long MAX_RATIO = 100;
    private static final int MAX_SERVICE_FILE_BYTES = 64 << 10;
    private static final String SERVICES = "META-INF/services/";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final String PLUGIN_CLASS = "org.pf4j.Plugin";

    PluginJar {
        providers = List.copyOf(providers);
        transports = List.copyOf(transports);
    }

    String id() {
        return descriptor.getPluginId();
    }

    String version() {
        return descriptor.getVersion();
    }

    PluginReport.Kind kind() {
        if (!providers.isEmpty()) {
            return PluginReport.Kind.AGENT;
        }
        return transports.isEmpty() ? PluginReport.Kind.UNKNOWN : PluginReport.Kind.TRANSPORT;
    }

    /** Throws {@link PluginRefused} if the file is no jar or its manifest has no usable id and version. */
    static PluginJar read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new PluginRefused("the file is larger than " + (MAX_BYTES >> 20) + " MiB");
            }
            // Signatures are not checked: who may write to the folder may as well sign anew.
            try (JarFile jar = new JarFile(file.toFile(), false)) {
                check(jar, Files.size(file));
                Attributes manifest = Optional.ofNullable(jar.getManifest()).map(Manifest::getMainAttributes)
                        .orElseThrow(() -> new PluginRefused("the jar has no manifest"));
                return new PluginJar(file, descriptor(manifest), services(jar, AgentProvider.class), services(jar, Transport.class));
            }
        } catch (IOException e) {
            throw new PluginRefused("the jar cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Nothing is unpacked here; but whoever unpacks what we accepted is surprised by such a jar, and which of two entries of one name
     * counts is anybody's guess.
     */
    private static void check(JarFile jar, long packed) {
        Set<String> names = new HashSet<>();
        long unpacked = 0;
        for (ZipEntry entry : Collections.list(jar.entries())) {
            String name = entry.getName();
            if (name.startsWith("/") || name.contains("\\") || List.of(name.split("/")).contains("..")) {
                throw new PluginRefused("the entry \"" + name + "\" names a place outside of the jar");
            }
            if (!names.add(name)) {
                throw new PluginRefused("the entry \"" + name + "\" is there twice");
            }
            unpacked += Math.max(0, entry.getSize());
        }
        if (unpacked > packed * MAX_RATIO) {
            throw new PluginRefused("its " + packed + " bytes would be " + unpacked + " when unpacked, more than " + MAX_RATIO + " times");
        }
    }

    private static PluginDescriptor descriptor(Attributes manifest) {
        String id = value(manifest, "Plugin-Id");
        if (!ID.matcher(id).matches()) {
            throw new PluginRefused("Plugin-Id \"" + id + "\" in the manifest must match " + ID.pattern());
        }
        String version = value(manifest, "Plugin-Version");
        if (version.isEmpty()) {
            throw new PluginRefused("the manifest has no Plugin-Version");
        }
        String main = value(manifest, "Plugin-Class");
        PluginDescriptor descriptor = new DefaultPluginDescriptor(id, value(manifest, "Plugin-Description"),
                main.isEmpty() ? PLUGIN_CLASS : main,
                version, value(manifest, "Plugin-Requires"), value(manifest, "Plugin-Provider"), value(manifest, "Plugin-License"));
        refuse(manifest, "Plugin-Dependencies", "a plugin brings its libraries along and depends on no other plugin");
        refuse(manifest, "Class-Path", "it would load files from outside the plugin folders");
        return descriptor;
    }

    private static void refuse(Attributes manifest, String name, String why) {
        String value = value(manifest, name);
        if (!value.isEmpty()) {
            throw new PluginRefused(name + " \"" + value + "\" in the manifest is not allowed: " + why);
        }
    }

    private static String value(Attributes manifest, String name) {
        return Optional.ofNullable(manifest.getValue(name)).orElse("").strip();
    }

    private static List<String> services(JarFile jar, Class<?> type) throws IOException {
        ZipEntry entry = jar.getEntry(SERVICES + type.getName());
        if (entry == null) {
            return List.of();
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] content = in.readNBytes(MAX_SERVICE_FILE_BYTES + 1);
            if (content.length > MAX_SERVICE_FILE_BYTES) {
                throw new PluginRefused(entry.getName() + " is larger than " + MAX_SERVICE_FILE_BYTES + " bytes");
            }
            return new String(content, StandardCharsets.UTF_8).lines().map(PluginJar::withoutComment).filter(line -> !line.isEmpty())
                    .distinct().toList();
        }
    }

    private static String withoutComment(String line) {
        int comment = line.indexOf('#');
        return (comment < 0 ? line : line.substring(0, comment)).strip();
    }
}
