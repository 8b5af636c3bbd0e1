package sh.paseo.daemon.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sh.paseo.api.AgentId;
import sh.paseo.api.PermissionId;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Lifecycle;
import sh.paseo.engine.RequestKey;
import sh.paseo.protocol.Catalogue;

/** A client whose connection broke comes back over another socket and repeats what it was not answered. */
@Timeout(60)
class RepeatsTest extends GatewayFixture {
    /** The fields of every request that changes something; AGENT and HOME are filled in. */
    private static final Map<String, String> CHANGES = Map.ofEntries(
            Map.entry("create_agent_request", "\"config\":{\"provider\":\"echo\",\"cwd\":\"HOME\"},\"initialPrompt\":\"hello\""),
            Map.entry("resume_agent_request",
                    "\"handle\":{\"provider\":\"echo\",\"sessionId\":\"s\"},\"overrides\":{\"cwd\":\"HOME\"}"),
            Map.entry("refresh_agent_request", "\"agentId\":\"AGENT\""),
            Map.entry("send_agent_message_request", "\"agentId\":\"AGENT\",\"text\":\"more\""),
            Map.entry("cancel_agent_request", "\"agentId\":\"AGENT\""),
            Map.entry("archive_agent_request", "\"agentId\":\"AGENT\""),
            Map.entry("delete_agent_request", "\"agentId\":\"AGENT\""),
            Map.entry("update_agent_request", "\"agentId\":\"AGENT\",\"name\":\"mine\",\"labels\":{\"a\":\"mine\"}"),
            Map.entry("set_agent_mode_request", "\"agentId\":\"AGENT\",\"modeId\":\"plain\""),
            Map.entry("set_agent_model_request", "\"agentId\":\"AGENT\",\"modelId\":\"m1\""),
            Map.entry("set_agent_thinking_request", "\"agentId\":\"AGENT\",\"thinkingOptionId\":\"t1\""),
            Map.entry("clear_agent_attention", "\"agentId\":[\"AGENT\"]"),
            Map.entry("restart_server_request", "\"reason\":\"upgrade\""),
            Map.entry("shutdown_server_request", "\"more\":0"));

    /** These only look, or say once more what holds anyway; a permission's answer has tests of its own. */
    private static final Set<String> OTHERS = Set.of("fetch_agents_request", "fetch_agent_request", "wait_for_finish_request",
            "fetch_agent_timeline_request", "ping", "client_heartbeat", "get_providers_snapshot_request",
            "refresh_providers_snapshot_request", "list_provider_models_request", "paseo_worktree_list_request", "paseo/plugin/list",
            "paseo/agent/cassette", "paseo/doctor",
            "agent_permission_response");

    static Set<String> changes() {
        return CHANGES.keySet();
    }

    private static List<JsonObject> answers(FakeChannel channel, String requestId) {
        return channel.messages().stream().filter(m -> m.containsKey("payload")
                && m.getJsonObject("payload").getString("requestId", "").equals(requestId)).toList();
    }

    private static JsonObject ask(FakeChannel channel, String requestId, String type, String fields) {
        int before = answers(channel, requestId).size();
        channel.request("{\"type\":\"" + type + "\",\"requestId\":\"" + requestId + "\"," + fields + "}");
        await().until(() -> answers(channel, requestId).size() > before);
        return answers(channel, requestId).getLast();
    }

    private String agentThatIsDone(FakeChannel channel) {
        String agent = create(channel, "made", "hello");
        finished(channel, agent);
        return agent;
    }

    private AgentState state(String agent) {
        return parts.agents().find(new AgentId(agent)).orElseThrow();
    }

    @Test
    void everyRequestThereIsIsEitherRepeatedHereOrChangesNothing() {
        Set<String> known = new HashSet<>(CHANGES.keySet());
        known.addAll(OTHERS);
        assertEquals(Catalogue.requests().keySet(), known);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeIsAnsweredAlikeOverTheNextSocketAndHappensOnce(String type) {
        FakeChannel channel = client("c1");
        String agent = agentThatIsDone(channel);
        String fields = CHANGES.get(type).replace("AGENT", agent).replace("HOME", home.toString());
        JsonObject first = ask(channel, "r1", type, fields);
        assertTrue(!first.getString("type").equals("rpc_error") && first.getJsonObject("payload").getBoolean("accepted", true),
                first.toString());
        channel.hangUp();
        // What a second run would show, or undo.
        await().until(() -> parts.agents().all().stream().noneMatch(state -> state.activity().busy()));
        parts.agents().all().forEach(state -> parts.agents().rename(state.id(), Optional.of("another"), Map.of("a", "another")).join());
        int agents = parts.agents().all().size();
        int turns = provider.turns.get();

        FakeChannel next = client("c1");
        assertEquals(first, ask(next, "r1", type, fields));
        next.request("{\"type\":\"ping\",\"requestId\":\"p\"}");
        answer(next, "pong");
        assertEquals(agents, parts.agents().all().size());
        assertEquals(turns, provider.turns.get());
        assertTrue(parts.agents().all().stream().allMatch(state -> state.profile().labels().equals(Map.of("a", "another"))));
        assertEquals(type.endsWith("server_request") ? 1 : 0, control.size());
    }

    @ParameterizedTest
    @CsvSource({"cancel_agent_request,RUNNING", "archive_agent_request,RUNNING"})
    void aRepeatDoesNotEndWhatBeganSince(String type, Lifecycle after) {
        FakeChannel channel = client("c1");
        String agent = agentThatIsDone(channel);
        ask(channel, "r1", type, "\"agentId\":\"" + agent + "\"");
        ask(channel, "r2", "send_agent_message_request", "\"agentId\":\"" + agent + "\",\"text\":\"hold\"");
        ask(client("c1"), "r1", type, "\"agentId\":\"" + agent + "\"");
        assertEquals(after, state(agent).activity().lifecycle());
        assertEquals(Optional.empty(), state(agent).activity().times().archivedAt());
    }

    private String question(FakeChannel channel, String agent) {
        return finished(channel, agent).getJsonObject("final").getJsonArray("pendingPermissions").getJsonObject(0).getString("id");
    }

    private static String response(String agent, String question, String answer) {
        return "{\"type\":\"agent_permission_response\",\"agentId\":\"" + agent + "\",\"requestId\":\"" + question + "\",\"response\":"
                + answer + "}";
    }

    @Test
    void aPermissionsAnswerThatIsRepeatedIsToldTheResolutionAgain() {
        FakeChannel channel = client("c1");
        String agent = create(channel, "made", "ask");
        String answer = response(agent, question(channel, agent), "{\"behavior\":\"deny\",\"message\":\"no\"}");
        channel.request(answer);
        JsonObject resolved = answer(channel, "agent_permission_resolved");
        channel.hangUp();
        FakeChannel next = client("c1");
        next.request(answer);
        assertEquals(resolved, answer(next, "agent_permission_resolved"));
        assertEquals("denied", finished(next, agent).getString("lastMessage"));
        next.request(answer);
        await().until(() -> next.payloads("agent_permission_resolved").size() == 2);
        assertEquals(List.of(), next.payloads("rpc_error"));
    }

    @Test
    void anotherAnswerToAnAnsweredPermissionIsRefusedToo() {
        FakeChannel channel = client("c1");
        String agent = create(channel, "made", "ask");
        String question = question(channel, agent);
        channel.request(response(agent, question, "{\"behavior\":\"allow\"}"));
        answer(channel, "agent_permission_resolved");
        channel.request(response(agent, question, "{\"behavior\":\"deny\"}"));
        JsonObject refused = answer(channel, "rpc_error");
        assertEquals(question, refused.getString("requestId"));
        assertTrue(refused.getString("error").contains("it was answered before"), refused.toString());
        assertEquals("allowed", finished(channel, agent).getString("lastMessage"));
    }

    /** What the store holds of an answer that client c1 gave. */
    private void keep(String agent, String question, String behavior) {
        store.answered(new RequestKey("LOOPBACK/test/c1", "permission " + agent + " " + question), Optional.empty(),
                "{\"type\":\"session\",\"message\":{\"type\":\"agent_permission_resolved\",\"payload\":{\"agentId\":\"" + agent
                        + "\",\"requestId\":\"" + question + "\",\"resolution\":{\"behavior\":\"" + behavior + "\"}}}}")
                .join();
    }

    @Test
    void anAnswerThatWasKeptBeforeTheDaemonDiedAndNotGivenIsGiven() {
        FakeChannel channel = client("c1");
        String agent = create(channel, "made", "ask");
        String question = question(channel, agent);
        keep(agent, question, "allow");
        channel.request(response(agent, question, "{\"behavior\":\"allow\"}"));
        answer(channel, "agent_permission_resolved");
        assertEquals("allowed", finished(channel, agent).getString("lastMessage"));
    }

    @Test
    void anAnswerThatWasGivenBeforeTheDaemonDiedIsKnown() {
        FakeChannel channel = client("c2");
        String agent = create(channel, "made", "ask");
        String question = question(channel, agent);
        keep(agent, question, "allow");
        parts.agents().answer(new AgentId(agent), new PermissionId(question), new PermissionAnswer.Allow(Optional.empty(), List.of()))
                .join();
        FakeChannel next = client("c1");
        next.request(response(agent, question, "{\"behavior\":\"allow\"}"));
        assertEquals(question, answer(next, "agent_permission_resolved").getString("requestId"));
        assertEquals(List.of(), next.payloads("rpc_error"));
    }

    @Test
    void anAnswerThatWasRefusedIsRefusedAgain() {
        FakeChannel channel = client("c1");
        String agent = create(channel, "made", "ask");
        String question = question(channel, agent);
        parts.agents().answer(new AgentId(agent), new PermissionId(question), new PermissionAnswer.Deny(Optional.empty(), false)).join();
        for (int times = 1; times <= 2; times++) {
            int expected = times;
            channel.request(response(agent, question, "{\"behavior\":\"allow\"}"));
            await().until(() -> channel.payloads("rpc_error").size() == expected);
        }
    }

    @Test
    void theSameAnswerOfAnotherClientIsNoRepeat() {
        FakeChannel channel = client("c1");
        String agent = create(channel, "made", "ask");
        String answer = response(agent, question(channel, agent), "{\"behavior\":\"allow\"}");
        channel.request(answer);
        answer(channel, "agent_permission_resolved");
        FakeChannel other = client("c2");
        other.request(answer);
        answer(other, "rpc_error");
    }
}
