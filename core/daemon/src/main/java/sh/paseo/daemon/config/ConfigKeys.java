package sh.paseo.daemon.config;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every key that may stand in the configuration: a misspelt key would otherwise be a setting that silently does not hold.
 *
 * <p><b>Shape</b>: paths with dots; {@code *} is any name. <b>Source</b>: wire specification 01, section 12, and 00-ours, section 5.
 */
final class ConfigKeys {
    /** What becomes of a key. */
    enum Standing {
        /** Read. */
        OURS,
        /** Another Paseo daemon reads it and this one does not: accepted and told of. */
        FOREIGN
    }

    /** What a value looks like. */
    enum Shape {
        /** Keys below it that are listed here. */
        SECTION,
        /** Keys below it that are somebody else's: a plugin's, or another daemon's. */
        OPEN,
        TEXT,
        /** One text or a list. */
        TEXTS,
        /** The same, or {@code true} for all. */
        HOSTS,
        TRUTH, NUMBER,
        /** As {@code 90s}, {@code 15m} or {@code 1h30m}, or a number of seconds. */
        TIME,
        /** A SHA-256 for each name. */
        HASHES
    }

    /**
     * A key.
     *
     * @param path  names with dots between them; a last {@code *} is any name
     * @param usual the value without the key
     * @param about a sentence for people
     */
    record Key(String path, Standing standing, Shape shape, String usual, String about) {
        private static Key ours(String path, Shape shape, String usual, String about) {
            return new Key(path, Standing.OURS, shape, usual, about);
        }

        private static Key section(String path) {
            return ours(path, Shape.SECTION, "{}", "");
        }

        private static Key limit(Limits.Limit limit) {
            return ours(Limits.PLACE + limit.name(), limit.unit() == Limits.Unit.SECONDS ? Shape.TIME : Shape.NUMBER,
                    limit.shown(limit.usual()), "Between " + limit.shown(limit.least()) + " and " + limit.shown(limit.most()) + ".");
        }

        private static Key foreign(String path) {
            return new Key(path, Standing.FOREIGN, Shape.OPEN, "", "Read by another Paseo daemon and ignored by this one.");
        }

        boolean open() {
            return shape == Shape.OPEN || shape == Shape.HASHES;
        }

        boolean matches(String other) {
            int star = path.indexOf('*');
            return star < 0 ? path.equals(other) : other.startsWith(path.substring(0, star)) && other.indexOf('.', star) < 0;
        }
    }

    static final List<Key> ALL = Stream.of(
            Stream.of(Key.ours("$schema", Shape.TEXT, "", "Where an editor finds what paseo config schema prints."),
                    Key.ours("version", Shape.NUMBER, "1", "Of this file's form."),
                    Key.section("daemon"),
                    Key.ours("daemon.listen", Shape.TEXTS, "127.0.0.1:6767", "Addresses, as 127.0.0.1:6767, [::1]:6767 or unix:///path."),
                    Key.ours("daemon.allowedHosts", Shape.HOSTS, "[]",
                            "Host names served beside this machine's own, as devbox or .example.com; true for all, which is not safe."),
                    Key.ours("daemon.hostnames", Shape.HOSTS, "[]", "The same under an older name."),
                    Key.section("daemon.cors"),
                    Key.ours("daemon.cors.allowedOrigins", Shape.TEXTS, "[]", "Origins of web pages that may use the daemon."),
                    Key.section("daemon.auth"),
                    Key.ours("daemon.auth.password", Shape.TEXT, "", "The bcrypt hash that paseo daemon set-password writes."),
                    Key.section("daemon.tls"),
                    Key.ours("daemon.tls.certificate", Shape.TEXT, "",
                            "A PEM file: the certificate, then those that lead to its authority."),
                    Key.ours("daemon.tls.key", Shape.TEXT, "", "A PEM file: its private key, which nobody else may read."),
                    Key.section("daemon.limits")),
            Limits.ALL.stream().map(Key::limit),
            Stream.of(Key.section("agents"),
                    Key.ours("agents.default", Shape.TEXT, "", "The provider of agents for which none is named."),
                    Key.ours("agents.outlive", Shape.TRUTH, "true", "Whether agents go on when the daemon ends other than by a stop."),
                    Key.ours("agents.idleAfter", Shape.TIME, "15m",
                            "How long an agent has nothing to do before its process is ended; 0 for never."),
                    Key.section("agents.providers"),
                    Key.ours("agents.providers.*", Shape.OPEN, "{}", "Settings of the provider of this name."),
                    Key.section("plugins"),
                    Key.ours("plugins.disabled", Shape.TEXTS, "[]", "Plugins that are not started."),
                    Key.ours("plugins.pinned", Shape.HASHES, "",
                            "If it is there, only these plugins are loaded, each with the SHA-256 of its jar."),
                    Key.section("transports"), Key.ours("transports.*", Shape.OPEN, "{}", "Settings of the transport of this name."),
                    Key.foreign("daemon.mcp"), Key.foreign("daemon.relay"), Key.foreign("app"), Key.foreign("providers"),
                    Key.foreign("features"), Key.foreign("log")))
            .flatMap(keys -> keys).toList();

    private final List<String> problems = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    private ConfigKeys() {}

    /** Looks at every key of a file. */
    static ConfigKeys of(JsonObject root) {
        ConfigKeys found = new ConfigKeys();
        found.look(root, "");
        return found;
    }

    private void look(JsonObject object, String prefix) {
        object.forEach((name, value) -> {
            String path = prefix + name;
            Optional<Key> known = find(path);
            if (known.isEmpty()) {
                problems.add(unknown(path));
                return;
            }
            switch (known.get().standing()) {
                case FOREIGN -> ignored.add(path);
                case OURS -> {
                    if (value instanceof JsonObject below && known.get().shape() == Shape.SECTION) {
                        look(below, path + ".");
                    }
                }
            }
        });
    }

    /** What is wrong, each with its place. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** A sentence on the keys of other daemons; empty without any. */
    Optional<String> ignored() {
        return ignored.isEmpty() ? Optional.empty()
                : Optional.of("these keys of another Paseo daemon are ignored: " + ignored.stream().collect(Collectors.joining(", ")));
    }

    private static Optional<Key> find(String path) {
        return ALL.stream().filter(key -> key.matches(path)).findFirst();
    }

    private static String unknown(String path) {
        return path + " is not known; the nearest known key is " + nearest(path);
    }

    /** The key, or the open one above it. <b>Errors</b>: {@code IllegalArgumentException} naming the nearest known one. */
    static Key require(String path) {
        Optional<Key> known = find(path);
        for (int dot = path.lastIndexOf('.'); known.isEmpty() && dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            known = find(path.substring(0, dot)).filter(Key::open);
        }
        return known.orElseThrow(() -> new IllegalArgumentException(unknown(path)));
    }

    private static String nearest(String path) {
        return ALL.stream().filter(key -> key.standing() == Standing.OURS).map(Key::path)
                .min(Comparator.comparingInt((String known) -> distance(path, known)).thenComparing(known -> known)).orElseThrow();
    }

    /** How many characters must be added, taken away or changed. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[other.length()];
    }
}
