package sh.paseo.daemon.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any JSON is a configuration or a list of problems. For {@code paseo.fuzz.seconds}; {@code paseo.fuzz.seed} repeats a run. */
class ConfigFuzzTest {
    private static final List<String> VALUES = List.of("null", "true", "false", "0", "-1", "1.5", "1e99", "9223372036854775808", "\"\"",
            "\" \"",
            "\"true\"", "\"x\"", "\"1h\"", "\"99999999999999h\"", "\"127.0.0.1:6767\"", "\"[::1]:1\"", "\"unix:///x\"",
            "\"unix://\\u0000\"",
            "\"~/x\"", "\".example.com\"", "\"*.x\"", "\"https://x\"", "\"\\ud800\"", "\"$2a$05$x\"", "[]", "[[]]", "[1]", "[\"x\",\"x\"]",
            "[null]", "{}", "{\"x\":1}", "{\"\":{\"\":[]}}", "{\"fromEnv\":\"X\"}", "{\"fromCommand\":[]}");

    @TempDir
    Path home;

    private static String value(SplittableRandom random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    /** Each known key may have any value, and stand under a section or not. */
    private static String object(SplittableRandom random, String prefix) {
        StringBuilder object = new StringBuilder("{");
        for (ConfigKeys.Key key : ConfigKeys.ALL) {
            String name = key.path().startsWith(prefix) ? key.path().substring(prefix.length()) : "";
            if (!name.isEmpty() && name.indexOf('.') < 0 && random.nextInt(3) == 0) {
                object.append(object.length() > 1 ? "," : "").append('"').append(name.equals("*") ? "one" : name).append("\":")
                        .append(key.shape() == ConfigKeys.Shape.SECTION && random.nextInt(8) > 0 ? object(random, key.path() + ".")
                                : key.path().equals("agents.providers.*") && random.nextBoolean() ? "{\"env\":" + value(random) + "}"
                                        : value(random));
            }
        }
        return object.append(random.nextInt(10) == 0 ? (object.length() > 1 ? "," : "") + "\"unknown\":" + value(random) : "").append('}')
                .toString();
    }

    @Test
    void anyObjectIsAConfigurationOrAListOfProblems() {
        long seed = Long.getLong("paseo.fuzz.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        long end = System.nanoTime() + Duration.ofSeconds(Integer.getInteger("paseo.fuzz.seconds", 2)).toNanos();
        int rounds = 0;
        int usable = 0;
        for (; System.nanoTime() < end; rounds++) {
            String text = object(random, "");
            try (JsonReader reader = Json.createReader(new StringReader(text))) {
                JsonObject root = reader.readObject();
                List<String> problems = ConfigReader.problems(home, root);
                usable += problems.isEmpty() ? 1 : 0;
                assertTrue(problems.stream().noneMatch(String::isBlank));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + rounds + ": " + text, e);
            }
        }
        System.out.println("fuzz: " + rounds + " configurations, " + usable + " usable, -Dpaseo.fuzz.seed=" + seed);
    }
}
