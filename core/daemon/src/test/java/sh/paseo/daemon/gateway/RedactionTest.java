package sh.paseo.daemon.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static String redacted(Map<String, String> environment, String line) {
        return Redaction.of(environment, List.of()).of(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANTHROPIC_API_KEY", "GITHUB_TOKEN", "DB_PASSWORD", "MY_SECRET_VALUE", "apiKey", "authToken", "Authorization",
        "aws.secretKey", "SESSION-COOKIE"})
    void valuesWithANameLikeASecretAreTakenOut(String name) {
        String words = name.replaceAll("([a-z])([A-Z])", "$1_$2");
        assertEquals("{\"a\":\"x [redacted " + words + "] y\"}",
                redacted(Map.of(name, "hunter2hunter2"), "{\"a\":\"x hunter2hunter2 y\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEYBOARD", "EDITOR", "MONKEY_MODE", "LANG", "TOKENIZER"})
    void otherValuesStay(String name) {
        assertEquals("hunter2hunter2", redacted(Map.of(name, "hunter2hunter2"), "hunter2hunter2"));
    }

    @Test
    void shortValuesStayForTheyStandEverywhere() {
        assertEquals("a true word", redacted(Map.of("USE_TOKEN", "true"), "a true word"));
    }

    @Test
    void configuredSecretsAreFoundAtAnyDepth() {
        JsonObject servers = Json.createObjectBuilder().add("one", Json.createObjectBuilder().add("headers", Json.createObjectBuilder()
                .add("Authorization", "letmein-please")).add("args", Json.createArrayBuilder().add("visible-argument"))
                .add("tokens", Json.createArrayBuilder().add("first-of-two").add("second-of-two"))).build();
        Redaction redaction = Redaction.of(Map.of(), List.of(servers));
        assertEquals("[redacted Authorization] visible-argument [redacted tokens] [redacted tokens]",
                redaction.of("letmein-please visible-argument first-of-two second-of-two"));
    }

    @Test
    void aSecretThatIsWrittenDifferentlyInJsonIsFoundToo() {
        assertEquals("{\"a\":\"[redacted A_SECRET]\"}", redacted(Map.of("A_SECRET", "quote\"and\\slash\nend"),
                Json.createObjectBuilder().add("a", "quote\"and\\slash\nend").build().toString()));
    }

    @Test
    void aSecretThatHoldsAnotherIsTakenOutWhole() {
        assertEquals("[redacted LONG_TOKEN] [redacted SHORT_TOKEN]",
                redacted(Map.of("SHORT_TOKEN", "secretvalue", "LONG_TOKEN", "secretvalue-and-more"), "secretvalue-and-more secretvalue"));
    }

    @Test
    void keysAreKnownByTheirShape() {
        for (String key : List.of("sk-ant-api03-" + LETTERS, "ghp_" + LETTERS, "github_pat_11" + LETTERS, "glpat-" + LETTERS,
                "xoxb-123456789012-abcdef", "AKIAIOSFODNN7EXAMPLE", "AIza" + LETTERS.substring(0, 35), "hf_" + LETTERS, "npm_" + LETTERS,
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
                "-----BEGIN OPENSSH PRIVATE KEY-----\\nb3BlbnNzaA==\\n-----END OPENSSH PRIVATE KEY-----")) {
            assertEquals("{\"a\":\"is [redacted], yes\"}", redacted(Map.of(), "{\"a\":\"is " + key + ", yes\"}"));
        }
        assertEquals("Authorization: Bearer [redacted]", redacted(Map.of(), "Authorization: Bearer " + LETTERS));
    }

    @Test
    void wordsThatOnlyLookAlikeStay() {
        for (String text : List.of("a risk-averse-and-very-careful person", "sk-short", "the bearer of this letter", "ghp_short",
                "toolu_01" + LETTERS.substring(0, 20), "0f0f0f0f-2222-4333-8444-555555555555")) {
            assertEquals(text, redacted(Map.of(), text));
        }
    }

    @Test
    void theHomeFolderHasAnotherName() {
        Map<String, String> environment = Map.of("HOME", "/home/ann");
        assertEquals("/home/user /home/user/work \"/home/user\" /home/anna /srv/home/ann /home/ann.old",
                redacted(environment, "/home/ann /home/ann/work \"/home/ann\" /home/anna /srv/home/ann /home/ann.old"));
        assertEquals("/ and more", redacted(Map.of("HOME", "/"), "/ and more"));
    }
}
