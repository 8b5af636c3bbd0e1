package sh.paseo.daemon.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.engine.Providers;

/** What a client gets that records an agent. */
@Timeout(60)
class CassettesTest extends GatewayFixture {
    private final ShellProvider shell = new ShellProvider();

    @Override
    AgentProvider installed() {
        return shell;
    }

    @Override
    Providers providers() {
        return shell;
    }

    private static JsonObject page(FakeChannel channel, String agent, Optional<JsonObject> after) {
        String id = UUID.randomUUID().toString();
        channel.request("{\"type\":\"paseo/agent/cassette\",\"requestId\":\"" + id + "\",\"agentId\":\"" + agent + "\""
                + after.map(place -> ",\"after\":" + place).orElse("") + "}");
        await().until(() -> channel.payloads("paseo/agent/cassette/response").stream().anyMatch(p -> p.getString("requestId").equals(id)));
        return channel.payloads("paseo/agent/cassette/response").getLast();
    }

    private static List<JsonObject> pages(FakeChannel channel, String agent) {
        List<JsonObject> pages = new ArrayList<>(List.of(page(channel, agent, Optional.empty())));
        while (pages.getLast().get("next") instanceof JsonObject next) {
            pages.add(page(channel, agent, Optional.of(next)));
        }
        return pages;
    }

    private static List<JsonObject> entries(List<JsonObject> pages) {
        return pages.stream().flatMap(page -> page.getJsonArray("entries").getValuesAs(JsonObject.class).stream()).toList();
    }

    private static String brief(JsonObject entry) {
        String text = entry.containsKey("text") && !entry.isNull("text") ? entry.getString("text") : "(left out)";
        return entry.getString("kind") + " " + (text.length() > 40 ? text.length() + " letters" : text);
    }

    private void say(FakeChannel channel, String agent, String text) {
        String id = UUID.randomUUID().toString();
        channel.request("{\"type\":\"send_agent_message_request\",\"requestId\":\"" + id + "\",\"agentId\":\"" + agent
                + "\",\"text\":\"" + text + "\"}");
        await().until(() -> channel.payloads("send_agent_message_response").stream().anyMatch(p -> p.getString("requestId").equals(id)));
        assertEquals("idle", finished(channel, agent).getString("status"));
    }

    private String agent(FakeChannel channel, String prompt) {
        String agent = create(channel, "c", prompt);
        assertEquals("idle", finished(channel, agent).getString("status"));
        return agent;
    }

    @Test
    void linesComeInTheOrderInWhichASessionWouldSeeThemAgain() {
        FakeChannel channel = client("c1");
        String agent = agent(channel, "one");
        say(channel, agent, "two");
        JsonObject page = page(channel, agent.substring(0, 8), Optional.empty());
        assertEquals(agent, page.getString("agentId"));
        assertEquals("shell", page.getString("provider"));
        List<JsonObject> entries = entries(List.of(page));
        assertEquals(List.of("in one", "out said one ", "in two", "out said two "), entries.stream().map(CassettesTest::brief).toList());
        assertEquals(List.of(1, 2), entries.stream().filter(e -> e.getString("kind").equals("in")).map(e -> e.getInt("number")).toList());
        assertFalse(entries.getFirst().getString("turn").isEmpty());
        assertEquals(0, entries.get(1).getInt("start"));
        assertEquals(entries.get(1).getInt("end"), entries.get(3).getInt("start"));
        assertFalse(page.get("next") instanceof JsonObject);
    }

    @Test
    void aLongRecordingComesInPagesWithoutAGapAndWhatIsTooLongIsLeftOut() {
        FakeChannel channel = client("c1");
        String agent = agent(channel, "first");
        for (String text : List.of("big 700000", "big 700000", "big 3000000", "big 6000000", "last")) {
            say(channel, agent, text);
        }
        List<JsonObject> pages = pages(channel, agent);
        assertTrue(pages.size() >= 4, pages.size() + " pages");
        List<JsonObject> entries = entries(pages);
        assertEquals(List.of("in first", "out said first ", "in big 700000", "out 700000 letters", "in big 700000", "out 700000 letters",
                "in big 3000000", "out 3000000 letters", "in big 6000000", "out (left out)", "in last", "out said last "),
                entries.stream().map(CassettesTest::brief).toList());
        long at = 0;
        for (JsonObject entry : entries.stream().filter(e -> e.getString("kind").equals("out")).toList()) {
            assertEquals(at, entry.getJsonNumber("start").longValue());
            at = entry.getJsonNumber("end").longValue();
        }
    }

    @Test
    void aRecordingEndsWhereItsAgentStoodWhenItWasBegun() {
        FakeChannel channel = client("c1");
        String agent = agent(channel, "big 1500000");
        say(channel, agent, "big 10");
        List<JsonObject> pages = new ArrayList<>(List.of(page(channel, agent, Optional.empty())));
        say(channel, agent, "too late");
        while (pages.getLast().get("next") instanceof JsonObject next) {
            pages.add(page(channel, agent, Optional.of(next)));
        }
        assertTrue(pages.size() > 1, "one page only");
        assertEquals(List.of("in big 1500000", "out 1500000 letters", "in big 10", "out xxxxxxxxxx"),
                entries(pages).stream().map(CassettesTest::brief).toList());
    }

    @Test
    void secretsAreTakenOut() {
        FakeChannel channel = client("c1");
        String agent = agent(channel, "/home/ann/.netrc holds " + ShellProvider.TOKEN);
        assertEquals(
                List.of("in /home/user/.netrc holds [redacted SHELL_TOKEN]", "out said /home/user/.netrc holds [redacted SHELL_TOKEN]"),
                entries(pages(channel, agent)).stream().map(entry -> entry.getString("kind") + " " + entry.getString("text")).toList());
    }

    @Test
    void anAgentThatIsUnknownOrHasNoProcessIsSaidToBeSo() {
        FakeChannel channel = client("c1");
        assertEquals("Agent not found: zzz", page(channel, "zzz", Optional.empty()).getString("error"));
        String agent = agent(channel, "one");
        assertFalse(page(channel, agent, Optional.empty()).getString("process").isEmpty());
        channel.request("{\"type\":\"archive_agent_request\",\"requestId\":\"a\",\"agentId\":\"" + agent + "\"}");
        await().until(() -> !channel.payloads("agent_archived").isEmpty());
        await().until(() -> page(channel, agent, Optional.empty()).getString("error", "").contains("has no process"));
    }
}
