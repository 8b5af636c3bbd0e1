package sh.paseo.daemon.config;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TransportId;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.crypto.BcryptHash;
import sh.paseo.hosting.HostRules;
import sh.paseo.hosting.HostingLimits;
import sh.paseo.hosting.Origin;
import sh.paseo.websocket.ClientOptions;

/**
 * Reads the configuration: defaults, then {@code config.json}, then the environment, then the command line. A later list of addresses
 * replaces an earlier one; hosts and origins add up. All problems are reported together.
 */
public final class ConfigReader {
    private static final String PASSWORD = "PASEO_PASSWORD";
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final List<String> DEFAULT_LISTEN = List.of("127.0.0.1:6767");

    private final Path file;
    private final Path userHome;
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ConfigReader(Path home, Path userHome) {
        this.file = home.resolve(ConfigFile.NAME);
        this.userHome = userHome;
    }

    /**
     * <b>Errors</b>: {@link ConfigException} with every problem; {@code HomeException} if the file is a link, someone else's or others
     * may write to it, since it names programs to run.
     *
     * @param listen addresses from the command line; empty to use the other sources
     */
    public static Config read(Path home, Map<String, String> environment, List<String> listen) {
        return of(home).config(new ConfigFile(home).read(), environment, listen);
    }

    /** What is wrong with a configuration, whatever the environment says; empty if it can be used. */
    static List<String> problems(Path home, JsonObject root) {
        ConfigReader reader = of(home);
        try {
            reader.config(root, Map.of(), List.of());
            return List.of();
        } catch (ConfigException refused) {
            return List.copyOf(reader.problems);
        }
    }

    private static ConfigReader of(Path home) {
        return new ConfigReader(home, Path.of(System.getProperty("user.home")));
    }

    private Config config(JsonObject root, Map<String, String> environment, List<String> fromCommandLine) {
        ConfigKeys keys = ConfigKeys.of(root);
        problems.addAll(keys.problems());
        keys.ignored().ifPresent(warnings::add);
        JsonObject daemon = object(root, "daemon");
        List<String> listen = texts(daemon, "listen", "daemon.listen");
        listen = listen.isEmpty() ? DEFAULT_LISTEN : listen;
        listen = list(environment, "PASEO_LISTEN").orElse(listen);
        listen = fromCommandLine.isEmpty() ? listen : fromCommandLine;
        List<ListenAddress> addresses = each("daemon.listen", listen, text -> ListenText.parse(text, userHome));

        HostRules rules = hosts(daemon, environment);

        List<String> origins = new ArrayList<>(
                texts(object(daemon, "cors", "daemon.cors"), "allowedOrigins", "daemon.cors.allowedOrigins"));
        list(environment, "PASEO_CORS_ORIGINS").ifPresent(origins::addAll);
        Set<Origin> allowed = new LinkedHashSet<>(each("daemon.cors.allowedOrigins", origins, Origin::of));

        HostingLimits limits = Limits.read(object(daemon, "limits", "daemon.limits"), problems);
        Optional<Config.Password> password = password(object(daemon, "auth", "daemon.auth"), environment);
        Optional<Config.Tls> tls = TlsFiles.read(object(daemon, "tls", "daemon.tls"), file.getParent(), userHome, problems);

        Config.Agents agents = agents(object(root, "agents"));
        Set<String> disabled = new LinkedHashSet<>(texts(object(root, "plugins"), "disabled", "plugins.disabled"));
        Optional<Map<String, String>> pinned = pinned(object(root, "plugins"));
        Map<TransportId, JsonObject> transports = sections(object(root, "transports"), "transports", TransportId::new);
        if (!problems.isEmpty()) {
            throw new ConfigException(file.toString(), problems);
        }
        Config.Daemon reached = new Config.Daemon(addresses, rules, allowed, password, tls, limits);
        return new Config(reached, agents, disabled, pinned, transports, warnings);
    }

    private HostRules hosts(JsonObject daemon, Map<String, String> environment) {
        List<String> hosts = new ArrayList<>(texts(daemon, "allowedHosts", "daemon.allowedHosts"));
        hosts.addAll(texts(daemon, "hostnames", "daemon.hostnames"));
        list(environment, "PASEO_ALLOWED_HOSTS").ifPresent(hosts::addAll);
        list(environment, "PASEO_HOSTNAMES").ifPresent(hosts::addAll);
        HostRules rules = each("daemon.allowedHosts", hosts, entry -> HostRules.of(List.of(entry))).stream().reduce(HostRules.DEFAULT,
                HostRules::and);
        if (rules.any()) {
            warnings.add("daemon.allowedHosts is true: any website can reach this daemon through DNS rebinding");
        }
        return rules;
    }

    /** That of the environment wins. What is written is never quoted: it may be the password itself. */
    private Optional<Config.Password> password(JsonObject auth, Map<String, String> environment) {
        Optional<Config.Password> found = Optional.empty();
        if (auth.get("password") instanceof JsonString written) {
            try {
                found = Optional.of(new Config.Password.Hashed(BcryptHash.of(written.getString())));
            } catch (IllegalArgumentException malformed) {
                problems.add("daemon.auth.password: " + malformed.getMessage() + "; make one with: paseo daemon set-password");
            }
        } else if (auth.containsKey("password")) {
            problems.add("daemon.auth.password must be a text, a bcrypt hash; make one with: paseo daemon set-password");
        }
        String plain = environment.get(PASSWORD);
        if (plain == null) {
            return found;
        }
        if (plain.isEmpty() || !ClientOptions.isToken(plain)) {
            problems.add(PASSWORD + (plain.isEmpty() ? " is empty: unset it, or" : " has characters that clients cannot send:")
                    + " use letters, digits and -._~+");
        }
        return Optional.of(new Config.Password.Plain(plain));
    }

    private Config.Agents agents(JsonObject agents) {
        if (agents.containsKey("default") && !(agents.get("default") instanceof JsonString)) {
            problems.add("agents.default must be the name of a provider: " + agents.get("default"));
        }
        Optional<String> chosen = Optional.ofNullable(agents.getString("default", null));
        boolean outlive = flag(agents, "outlive", "agents.outlive", Config.Agents.DEFAULT.outlive());
        Optional<Duration> idleAfter = Config.Agents.DEFAULT.idleAfter();
        try {
            idleAfter = agents.containsKey("idleAfter") ? DurationText.parse(agents.get("idleAfter")) : idleAfter;
        } catch (IllegalArgumentException malformed) {
            problems.add("agents.idleAfter: " + malformed.getMessage());
        }
        Map<ProviderId, JsonObject> providers = sections(object(agents, "providers", "agents.providers"), "agents.providers",
                ProviderId::new);
        providers.forEach((id, section) -> {
            flag(section, "enabled", "agents.providers." + id + ".enabled", true);
            variables(section, "agents.providers." + id + ".env");
        });
        return new Config.Agents(chosen, providers, outlive, idleAfter);
    }

    /** Values are never quoted: they may be secret. */
    private void variables(JsonObject section, String place) {
        object(section, "env", place).forEach((name, value) -> {
            try {
                if (AgentVariable.of(value) instanceof AgentVariable.Text text && !text.value().isEmpty() && SecretNames.matches(name)) {
                    warnings.add(place + "." + name + " seems to be a secret that stands in the file; write {\"fromEnv\": \"NAME\"} or"
                            + " {\"fromCommand\": [\"program\", \"argument\"]} in its place");
                }
            } catch (IllegalArgumentException malformed) {
                problems.add(place + "." + name + ": " + malformed.getMessage());
            }
        });
    }

    private boolean flag(JsonObject parent, String key, String place, boolean missing) {
        JsonValue value = parent.get(key);
        if (value != null && value != JsonValue.TRUE && value != JsonValue.FALSE) {
            problems.add(place + " must be true or false: " + value);
        }
        return value == null ? missing : value == JsonValue.TRUE;
    }

    private Optional<Map<String, String>> pinned(JsonObject plugins) {
        if (!plugins.containsKey("pinned")) {
            return Optional.empty();
        }
        Map<String, String> hashes = new LinkedHashMap<>();
        object(plugins, "pinned", "plugins.pinned").forEach((id, value) -> {
            if (value instanceof JsonString text && SHA_256.matcher(text.getString()).matches()) {
                hashes.put(id, text.getString());
            } else {
                problems.add("plugins.pinned." + id + " must be a SHA-256 as paseo plugin ls shows it: " + value);
            }
        });
        return Optional.of(hashes);
    }

    private <K> Map<K, JsonObject> sections(JsonObject object, String place, Function<String, K> key) {
        Map<K, JsonObject> sections = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            try {
                if (value instanceof JsonObject section) {
                    sections.put(key.apply(name), section);
                } else {
                    problems.add(place + "." + name + " must be an object");
                }
            } catch (IllegalArgumentException malformed) {
                problems.add(place + ": " + malformed.getMessage());
            }
        });
        return sections;
    }

    private JsonObject object(JsonObject root, String key) {
        return object(root, key, key);
    }

    private JsonObject object(JsonObject parent, String key, String place) {
        JsonValue value = parent.get(key);
        if (value == null || value instanceof JsonObject) {
            return value == null ? JsonValue.EMPTY_JSON_OBJECT : value.asJsonObject();
        }
        problems.add(place + " must be an object");
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    /** A text, {@code true}, or a list of texts. */
    private List<String> texts(JsonObject parent, String key, String place) {
        return switch (parent.get(key)) {
            case null -> List.of();
            case JsonString one -> List.of(one.getString());
            case JsonArray several when several.stream().allMatch(JsonString.class::isInstance) ->
                several.getValuesAs(JsonString::getString);
            case JsonValue value when value == JsonValue.TRUE -> List.of("true");
            case JsonValue value -> {
                problems.add(place + " must be a text or a list of texts: " + value);
                yield List.of();
            }
        };
    }

    private <T> List<T> each(String place, List<String> texts, Function<String, T> parse) {
        List<T> parsed = new ArrayList<>();
        for (String text : texts) {
            try {
                parsed.add(parse.apply(text));
            } catch (IllegalArgumentException malformed) {
                problems.add(place + ": " + malformed.getMessage());
            }
        }
        return parsed;
    }

    private static Optional<List<String>> list(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank())
                .map(text -> List.of(text.split(",")).stream().map(String::strip).filter(part -> !part.isEmpty()).toList());
    }
}
