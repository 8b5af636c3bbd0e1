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

    /**
     * A key.
     *
     * @param open whether what stands below is somebody else's: a plugin's, or another daemon's
     * @param note the value without the key
     */
    record Key(String path, Standing standing, boolean open, String note) {
        private static Key ours(String path, String value) {
            return new Key(path, Standing.OURS, false, value);
        }

        private static Key section(String path) {
            return ours(path, "{}");
        }

        private static Key foreign(String path) {
            return new Key(path, Standing.FOREIGN, true, "");
        }

        private boolean matches(String other) {
            int star = path.indexOf('*');
            return star < 0 ? path.equals(other) : other.startsWith(path.substring(0, star)) && other.indexOf('.', star) < 0;
        }
    }

    static final List<Key> ALL = Stream.of(
            Stream.of(Key.ours("$schema", ""), Key.ours("version", "1"),
                    Key.section("daemon"), Key.ours("daemon.listen", "127.0.0.1:6767"), Key.ours("daemon.allowedHosts", "[]"),
                    Key.ours("daemon.hostnames", "[]"), Key.section("daemon.cors"), Key.ours("daemon.cors.allowedOrigins", "[]"),
                    Key.section("daemon.auth"), Key.ours("daemon.auth.password", ""), Key.section("daemon.tls"),
                    Key.ours("daemon.tls.certificate", ""), Key.ours("daemon.tls.key", ""), Key.section("daemon.limits")),
            Limits.ALL.stream().map(limit -> Key.ours(Limits.PLACE + limit.name(), limit.shown(limit.usual()))),
            Stream.of(Key.section("agents"), Key.ours("agents.default", ""), Key.ours("agents.outlive", "true"),
                    Key.ours("agents.idleAfter", "15m"), Key.section("agents.providers"),
                    new Key("agents.providers.*", Standing.OURS, true, "{}"),
                    Key.section("plugins"), Key.ours("plugins.disabled", "[]"),
                    Key.section("transports"), new Key("transports.*", Standing.OURS, true, "{}"),
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
            Optional<Key> known = ALL.stream().filter(key -> key.matches(path)).findFirst();
            if (known.isEmpty()) {
                problems.add(path + " is not known; the nearest known key is " + nearest(path));
                return;
            }
            switch (known.get().standing()) {
                case FOREIGN -> ignored.add(path);
                case OURS -> {
                    if (value instanceof JsonObject below && !known.get().open()) {
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
