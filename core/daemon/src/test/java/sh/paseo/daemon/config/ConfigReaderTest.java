package sh.paseo.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.api.ProviderId;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.hosting.HostRules;
import sh.paseo.hosting.HostingLimits;

class ConfigReaderTest {
    private static final String HASH = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    @TempDir
    private Path home;

    private Config read(String json, Map<String, String> environment, String... listen) {
        try {
            Files.writeString(home.resolve(ConfigFile.NAME), json);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
        return ConfigReader.read(home, environment, List.of(listen));
    }

    private String problems(String json) {
        return assertThrows(ConfigException.class, () -> read(json, Map.of())).getMessage();
    }

    private static List<String> addresses(Config config) {
        return config.daemon().listen().stream().map(Object::toString).toList();
    }

    @Test
    void withoutAFileThereAreDefaults() {
        Config config = ConfigReader.read(home, Map.of(), List.of());
        assertEquals(List.of(new ListenAddress.Tcp("127.0.0.1", 6767)), config.daemon().listen());
        assertEquals(HostRules.DEFAULT, config.daemon().hosts());
        assertEquals(Set.of(), config.daemon().origins());
        assertEquals(Set.of(), config.disabledPlugins());
        assertEquals(List.of(), config.warnings());
        assertTrue(config.agents().enabled(new ProviderId("claude")));
        assertTrue(config.agents().outlive());
        assertEquals(Optional.of(Duration.ofMinutes(15)), config.agents().idleAfter());
    }

    @ParameterizedTest
    @CsvSource({"'{\"daemon\":{\"listn\":1}}',daemon.listn,daemon.listen", "'{\"deamon\":{}}',deamon,daemon",
        "'{\"daemon\":{\"cors\":{\"origins\":[]}}}',daemon.cors.origins,daemon.cors",
        "'{\"agents\":{\"idleafter\":0}}',agents.idleafter,agents.idleAfter"})
    void aKeyThatIsNotKnownIsAnErrorThatNamesTheNearest(String json, String place, String nearest) {
        String problem = problems(json);
        assertTrue(problem.contains(place + " is not known; the nearest known key is " + nearest), problem);
    }

    @Test
    void allProblemsAreToldTogetherEachWithItsPlace() {
        String told = problems("""
                {"daemon":{"listn":1,"allowedHosts":["http://x"],"limits":{"strangers":1}},"agents":{"default":7}}""");
        for (String place : List.of("daemon.listn", "daemon.allowedHosts", "daemon.limits.strangers", "agents.default")) {
            assertTrue(told.contains("\n  " + place), told);
        }
    }

    @Test
    void keysOfAnotherPaseoDaemonAreAcceptedAndTold() {
        Config config = read("""
                {"version":1,"daemon":{"relay":{"enabled":false},"mcp":{}},"features":{"voiceMode":{}}}""", Map.of());
        assertEquals(List.of("these keys of another Paseo daemon are ignored: daemon.relay, daemon.mcp, features"), config.warnings());
    }

    @Test
    void thePasswordIsAHashInTheFileAndPlainInTheEnvironmentWhichWins() {
        String file = "{\"daemon\":{\"auth\":{\"password\":\"" + HASH + "\"}}}";
        assertTrue(read(file, Map.of()).daemon().password().get() instanceof Config.Password.Hashed);
        assertEquals(Optional.of(new Config.Password.Plain("open-sesame")),
                read(file, Map.of("PASEO_PASSWORD", "open-sesame")).daemon().password());
        assertEquals(Optional.empty(), read("{}", Map.of()).daemon().password());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"my-secret\"", "[\"my-secret\"]", "{\"a\":\"my-secret\"}"})
    void aPasswordThatIsNoHashIsRefusedAndNotQuoted(String written) {
        String told = problems("{\"daemon\":{\"auth\":{\"password\":" + written + "}}}");
        assertTrue(told.contains("daemon.auth.password") && !told.contains("my-secret"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my secret", "my/secret", "my\u00e4secret"})
    void aPasswordOfTheEnvironmentThatNobodyCouldSendIsRefusedAndNotQuoted(String plain) {
        String told = assertThrows(ConfigException.class, () -> read("{}", Map.of("PASEO_PASSWORD", plain))).getMessage();
        assertTrue(told.contains("PASEO_PASSWORD") && !told.contains("secret"), told);
    }

    @Test
    void aKeyOfAProviderThatStandsInTheFileIsWarnedAboutAndNotQuoted() {
        List<String> warnings = read("""
                {"agents":{"providers":{"a":{"env":{"SOME_API_KEY":"sk-canary","LEVEL":"3","EMPTY_TOKEN":"","dbPassword":"sk-canary",
                "OTHER_KEY":{"fromEnv":"OTHER_KEY"},"THIRD_KEY":{"fromCommand":["pass","show","third"]}}}}}}""", Map.of()).warnings();
        assertEquals(2, warnings.size(), warnings::toString);
        assertTrue(warnings.getFirst().startsWith("agents.providers.a.env.SOME_API_KEY "), warnings::toString);
        assertTrue(warnings.stream().noneMatch(warning -> warning.contains("canary")), warnings::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "null", "[\"sk-canary\"]", "{}", "{\"fromEnv\":\"\"}", "{\"fromEnv\":\"A B\"}",
        "{\"fromCommand\":\"pass\"}",
        "{\"fromCommand\":[]}", "{\"fromCommand\":[1]}", "{\"fromEnv\":\"A\",\"fromCommand\":[\"pass\"]}", "{\"fromFile\":\"sk-canary\"}"})
    void aVariableOfAnotherShapeIsAnErrorThatShowsTheShapesAndNotTheValue(String value) {
        String problem = problems("{\"agents\":{\"providers\":{\"a\":{\"env\":{\"A_KEY\":" + value + "}}}}}");
        assertTrue(problem.contains("agents.providers.a.env.A_KEY: write a text, {\"fromEnv\""), problem);
        assertFalse(problem.contains("canary"), problem);
    }

    @Test
    void aSectionThatIsNoneIsToldWithItsWholePlace() {
        String problem = problems("""
                {"daemon":{"cors":1,"auth":[],"limits":"x","tls":true},"agents":{"providers":{"a":{"env":[]}}},"plugins":{"pinned":1}}""");
        for (String place : List.of("daemon.cors", "daemon.auth", "daemon.limits", "daemon.tls", "agents.providers.a.env",
                "plugins.pinned")) {
            assertTrue(problem.contains("\n  " + place + " must be an object"), problem);
        }
    }

    @Test
    void pinsOfPluginsAreHashes() {
        assertEquals(Optional.empty(), read("{}", Map.of()).pinned());
        assertEquals(Optional.of(Map.of("a", "0".repeat(64))),
                read("{\"plugins\":{\"pinned\":{\"a\":\"" + "0".repeat(64) + "\"}}}", Map.of()).pinned());
        String problem = problems("{\"plugins\":{\"pinned\":{\"a\":\"0\"}}}");
        assertTrue(problem.contains("plugins.pinned.a must be a SHA-256 as paseo plugin ls shows it: \"0\""), problem);
    }

    @Test
    void sectionsOfPluginsAreTheirOwn() {
        assertEquals(List.of(), read("""
                {"$schema":"x","transports":{"tcp":{"any":1}},"agents":{"providers":{"a":{"any":1}}}}""", Map.of()).warnings());
    }

    @Test
    void limitsAreReadAndWhatIsLeftOutKeepsItsDefault() {
        HostingLimits limits = read("""
                {"daemon":{"limits":{"strangers":100,"messageBytes":1048576,"head":"7s","hello":"3s","frame":"9s","silence":20}}}""",
                Map.of()).daemon().limits();
        assertEquals(Duration.ofSeconds(3), limits.times().hello());
        assertEquals(Duration.ofSeconds(9), limits.webSocket().times().stall());
        assertEquals(Duration.ofSeconds(20), limits.webSocket().times().keepAlive());
        assertEquals(100, limits.strangers());
        assertEquals(1 << 20, limits.webSocket().messageBytes());
        assertEquals(Duration.ofSeconds(7), limits.times().head());
        assertEquals(HostingLimits.DEFAULT.connections(), limits.connections());
        assertEquals(HostingLimits.DEFAULT, read("{}", Map.of()).daemon().limits());
    }

    @ParameterizedTest
    @CsvSource({"strangers,7,7 is not between 8 and 4096", "strangers,1e99,no whole number", "strangers,'\"many\"',no whole number",
        "head,0,0 is not between 1s and 60s", "bytesInFlight,1048576,is more than bytesInFlight"})
    void aLimitOutOfItsRangeIsAnErrorThatShowsTheRange(String name, String value, String problem) {
        String told = problems("{\"daemon\":{\"limits\":{\"" + name + "\":" + value + "}}}");
        assertTrue(told.contains("daemon.limits.") && told.contains(problem), told);
    }

    /** Who changes a default changes this list, and the README. */
    @Test
    void theKeysAndTheirDefaultsAreThese() throws IOException {
        String recorded = new String(ConfigReaderTest.class.getResourceAsStream("/config-keys.txt").readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(recorded, ConfigKeys.ALL.stream().filter(key -> key.standing() == ConfigKeys.Standing.OURS)
                .map(key -> (key.path() + " = " + key.usual()).strip() + "\n").reduce("", String::concat));
    }

    @Test
    void agentsCanBeTiedToTheDaemon() {
        assertFalse(read("{\"agents\":{\"outlive\":false}}", Map.of()).agents().outlive());
        String problem = problems("{\"agents\":{\"outlive\":\"no\"}}");
        assertTrue(problem.contains("agents.outlive must be true or false: \"no\""), problem);
    }

    @ParameterizedTest
    @CsvSource({"'\"15m\"',PT15M", "'\"90s\"',PT1M30S", "'\"1h30m\"',PT1H30M", "'\" 2h5s \"',PT2H5S", "'\"90\"',PT1M30S", "90,PT1M30S"})
    void howLongAnAgentMayBeIdleIsWrittenAsOnTheCommandLine(String written, Duration read) {
        assertEquals(Optional.of(read), read("{\"agents\":{\"idleAfter\":" + written + "}}", Map.of()).agents().idleAfter());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0\"", "0", "\"0m\""})
    void zeroIsNever(String written) {
        assertEquals(Optional.empty(), read("{\"agents\":{\"idleAfter\":" + written + "}}", Map.of()).agents().idleAfter());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"soon\"", "\"15 m\"", "\"15min\"", "\"30m1h\"", "-1", "1.5", "true", "null", "[]", "\"9999999999\""})
    void whatIsNoLengthOfTimeIsNamedWithTheRightSpelling(String written) {
        String problem = problems("{\"agents\":{\"idleAfter\":" + written + "}}");
        assertTrue(problem.contains("agents.idleAfter: " + written + " is no length of time; write 15m"), problem);
    }

    @Test
    void aLengthOfTimeHasABound() {
        String problem = problems("{\"agents\":{\"idleAfter\":\"999999999h\"}}");
        assertTrue(problem.contains("agents.idleAfter: \"999999999h\" is longer than a year; write 0 for never"), problem);
    }

    @Test
    void aLaterSourceOfAddressesReplacesAndHostsAddUp() {
        String json = """
                {"daemon":{"listen":["7000","unix:///run/p.sock"],"allowedHosts":["box"],"hostnames":[".corp.net"]}}""";
        assertEquals(List.of("127.0.0.1:7000", "unix:///run/p.sock"), addresses(read(json, Map.of())));
        Config env = read(json, Map.of("PASEO_LISTEN", "127.0.0.1:0", "PASEO_ALLOWED_HOSTS", "other"));
        assertEquals(List.of("127.0.0.1:0"), addresses(env));
        assertEquals(Set.of("box", "other"), env.daemon().hosts().names());
        assertEquals(Set.of("corp.net"), env.daemon().hosts().suffixes());
        assertEquals(List.of("127.0.0.1:1"), addresses(read(json, Map.of("PASEO_LISTEN", "2"), "1")));
    }

    @ParameterizedTest
    @CsvSource({"6767,127.0.0.1:6767", ":80,127.0.0.1:80", "0.0.0.0:1,0.0.0.0:1", "[::1]:7,[::1]:7", "box:0,box:0",
        "unix:///run/p,unix:///run/p", "/run/p,unix:///run/p"})
    void everySpellingOfAnAddressIsRead(String text, String address) {
        assertEquals(List.of(address), addresses(read("{}", Map.of(), text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1:80", "box", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:+1", "unix://run/p", "pipe://x", "99999999999"})
    void whatIsNoAddressIsNamedWithTheRightSpelling(String text) {
        String problem = assertThrows(ConfigException.class, () -> read("{}", Map.of(), text)).getMessage();
        assertTrue(problem.contains("daemon.listen: \""), problem);
    }

    @Test
    void allProblemsAreReportedTogether() {
        String problems = problems("{\"daemon\":{\"listen\":7,\"allowedHosts\":[\"http://box\"],\"cors\":{\"allowedOrigins\":[\"box\"]}},"
                + "\"agents\":{\"providers\":{\"Bad Name\":{},\"claude\":{\"enabled\":\"no\"}}}}");
        for (String place : List.of("daemon.listen", "daemon.allowedHosts", "daemon.cors.allowedOrigins", "Bad Name",
                "agents.providers.claude.enabled")) {
            assertTrue(problems.contains(place), place + " is not in: " + problems);
        }
    }

    @Test
    void aFileThatIsNoJsonIsNamed() {
        assertTrue(problems("{").contains(home.resolve("config.json").toString()));
    }

    @Test
    void providersAndPluginsCanBeSwitchedOff() {
        Config config = read("{\"agents\":{\"default\":\"demo\",\"providers\":{\"claude\":{\"enabled\":false,\"command\":[\"x\"]}}},"
                + "\"plugins\":{\"disabled\":[\"agent-demo\"]}}", Map.of());
        assertFalse(config.agents().enabled(new ProviderId("claude")));
        assertTrue(config.agents().enabled(new ProviderId("demo")));
        assertEquals(Optional.of("demo"), config.agents().defaultProvider());
        assertEquals("x", config.agents().section(new ProviderId("claude")).getJsonArray("command").getString(0));
        assertEquals(Set.of("agent-demo"), config.disabledPlugins());
    }

    @Test
    void anyHostIsWarnedAbout() {
        assertEquals(1, read("{\"daemon\":{\"allowedHosts\":true}}", Map.of()).warnings().size());
    }
}
