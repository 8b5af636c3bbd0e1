package sh.paseo.daemon.gateway;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sh.paseo.daemon.config.SecretNames;

/**
 * Takes secrets out of lines of JSON, which stay lines of JSON.
 *
 * <p>Taken out is what the environment and the configuration hold under a name like {@code API_KEY}, what has the shape of a known
 * kind of key, and the place of the user's home folder. Everything else stays; so does a secret that comes in pieces.
 */
final class Redaction {
    /** Shorter values are words that stand everywhere. */
    private static final int SHORTEST = 8;
    private static final String HOME = "/home/user";
    private static final Pattern SHAPES = Pattern.compile(String.join("|",
            // Anthropic, OpenAI and many who copied them
            "\\bsk-[A-Za-z0-9_-]{16,}",
            // GitHub, GitLab, Slack, npm, Hugging Face
            "\\bgh[opusr]_[A-Za-z0-9]{20,}", "\\bgithub_pat_[A-Za-z0-9_]{20,}", "\\bglpat-[A-Za-z0-9_-]{16,}",
            "\\bxox[abeoprs]-[A-Za-z0-9-]{10,}", "\\bnpm_[A-Za-z0-9]{30,}", "\\bhf_[A-Za-z0-9]{30,}",
            // Amazon, Google
            "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b", "\\bAIza[0-9A-Za-z_-]{35}",
            // JSON web tokens, headers, private keys
            "\\beyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*", "(?<=\\b[Bb]earer )[A-Za-z0-9._~+/=-]{16,}",
            "-----BEGIN [A-Z ]*PRIVATE KEY-----[^\"]*?-----END [A-Z ]*PRIVATE KEY-----"));

    /** By the text that is to be replaced, the longest first. */
    private final Map<String, String> known = new TreeMap<>(Comparator.comparingInt(String::length).reversed()
            .thenComparing(Comparator.naturalOrder()));
    private final Optional<Pattern> home;

    private Redaction(Map<String, String> environment) {
        environment.forEach(this::learn);
        home = Optional.ofNullable(environment.get("HOME")).filter(path -> path.startsWith("/") && path.length() > 1)
                .map(path -> Pattern.compile("(?<![\\w./-])" + Pattern.quote(path) + "(?![\\w.-])"));
    }

    /** @param configurations whose members may hold secrets, at any depth */
    static Redaction of(Map<String, String> environment, List<JsonObject> configurations) {
        Redaction redaction = new Redaction(environment);
        configurations.forEach(configuration -> redaction.learn("", configuration));
        return redaction;
    }

    private void learn(String name, JsonValue value) {
        switch (value) {
            case JsonObject object -> object.forEach(this::learn);
            case JsonArray array -> array.forEach(element -> learn(name, element));
            case JsonString text -> learn(name, text.getString());
            default -> {
                // Numbers and truths are no secrets.
            }
        }
    }

    private void learn(String name, String value) {
        String words = SecretNames.words(name);
        if (value.length() >= SHORTEST && SecretNames.matches(name)) {
            known.put(value, "[redacted " + words + "]");
            String quoted = Json.createValue(value).toString();
            known.put(quoted.substring(1, quoted.length() - 1), "[redacted " + words + "]");
        }
    }

    String of(String line) {
        String text = line;
        for (Map.Entry<String, String> secret : known.entrySet()) {
            text = text.replace(secret.getKey(), secret.getValue());
        }
        text = SHAPES.matcher(text).replaceAll("[redacted]");
        return home.isPresent() ? home.get().matcher(text).replaceAll(Matcher.quoteReplacement(HOME)) : text;
    }
}
