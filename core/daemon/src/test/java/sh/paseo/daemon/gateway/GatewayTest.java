package sh.paseo.daemon.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Peer;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.CreateAgent;
import sh.paseo.engine.Profile;
import sh.paseo.engine.RequestKey;

@Timeout(60)
class GatewayTest extends GatewayFixture {
    @Test
    void helloIsAnsweredByServerInfo() {
        JsonObject info = status(client("c1"), "server_info");
        assertEquals("srv_1", info.getString("serverId"));
        assertEquals("1.2.3", info.getString("version"));
        assertTrue(info.getJsonObject("features").getBoolean("providersSnapshot"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"type\":\"session\",\"message\":{\"type\":\"ping\",\"requestId\":\"r\"}}|4002|Session message before hello",
        "{\"type\":\"session\",\"message\":{\"type\":\"nonsense\",\"requestId\":\"r\"}}|4002|Session message before hello",
        "not json|4002|Invalid hello", "{\"type\":\"hello\"}|4002|Invalid hello",
        "{\"type\":\"hello\",\"clientId\":\"  \",\"clientType\":\"cli\",\"protocolVersion\":1}|4002|Invalid hello",
        "{\"type\":\"hello\",\"clientId\":\"c\",\"clientType\":\"cli\",\"protocolVersion\":2}|4003|Incompatible protocol version"})
    void aBadFirstMessageClosesTheSocketWithItsReason(String first, int code, String reason) {
        FakeChannel channel = connect(new FakeChannel());
        channel.say(first);
        await().until(() -> channel.closed.isPresent());
        assertEquals(new CloseReason(code, reason), channel.closed.get());
    }

    @Test
    void pingIsAnsweredBeforeAndAfterHello() {
        FakeChannel channel = connect(new FakeChannel());
        channel.say("{\"type\":\"ping\"}");
        await().until(() -> channel.sent.size() == 1);
        assertEquals("pong", channel.messages().getFirst().getString("type"));
        channel.hello("c1");
        channel.request("{\"type\":\"ping\",\"requestId\":\"p1\",\"clientSentAt\":5}");
        JsonObject pong = answer(channel, "pong");
        assertEquals("p1", pong.getString("requestId"));
        assertEquals(5, pong.getInt("clientSentAt"));
    }

    @Test
    void aSecondHelloClosesTheSocket() {
        FakeChannel channel = client("c1");
        channel.hello("c1");
        await().until(() -> channel.closed.isPresent());
        assertEquals(new CloseReason(4002, "Unexpected hello"), channel.closed.get());
    }

    @Test
    void aChannelOfAPluginsOwnMakingIsNotLetIn() {
        FakeChannel channel = connect(new FakeChannel(Peer.Trust.UNVERIFIED));
        channel.hello("c1");
        await().until(() -> channel.closed.isPresent());
        assertEquals(4401, channel.closed.get().code());
    }

    @Test
    void whatWeDoNotServeIsAnsweredAtOnce() {
        FakeChannel channel = client("c1");
        channel.request("{\"type\":\"chat/list\",\"requestId\":\"x1\"}");
        JsonObject error = answer(channel, "rpc_error");
        assertEquals("x1", error.getString("requestId"));
        assertEquals("unsupported", error.getString("code"));
        assertTrue(error.getString("error").contains("chat/list"));
        channel.request("{\"type\":\"fetch_agent_request\",\"requestId\":\"x2\",\"agentId\":7}");
        await().until(() -> channel.payloads("rpc_error").size() == 2);
        assertEquals("unknown_schema", channel.payloads("rpc_error").getLast().getString("code"));
        channel.say("{\"type\":\"session\",\"message\":[]}");
        assertTrue(status(channel, "error").getString("message").contains("message"));
        assertTrue(channel.closed.isEmpty());
    }

    @Test
    void anAgentIsCreatedWatchedAndRead() {
        FakeChannel channel = client("c1");
        String agent = create(channel, "r1", "hello");
        JsonObject done = finished(channel, agent);
        assertEquals("idle", done.getString("status"));
        assertEquals("echo: hello", done.getString("lastMessage"));
        List<JsonObject> stream = channel.payloads("agent_stream");
        assertEquals(List.of("timeline", "turn_started", "timeline", "turn_completed", "attention_required"),
                stream.stream().map(p -> p.getJsonObject("event").getString("type")).toList());
        assertEquals(1, stream.getFirst().getInt("seq"));
        channel.request("{\"type\":\"fetch_agent_timeline_request\",\"requestId\":\"t\",\"agentId\":\"" + agent + "\",\"limit\":0}");
        JsonObject page = answer(channel, "fetch_agent_timeline_response");
        assertEquals(2, page.getJsonArray("entries").size());
        assertEquals(stream.getFirst().getString("epoch"), page.getString("epoch"));
        assertEquals(2, page.getJsonObject("window").getInt("maxSeq"));
    }

    @Test
    void theSnapshotHasEveryKeyThatClientsRequire() {
        FakeChannel channel = client("c1");
        String agent = create(channel, "r1", "hello");
        finished(channel, agent);
        channel.request("{\"type\":\"fetch_agent_request\",\"requestId\":\"f\",\"agentId\":\"" + agent.substring(0, 8) + "\"}");
        JsonObject snapshot = answer(channel, "fetch_agent_response").getJsonObject("agent");
        assertTrue(snapshot.keySet().containsAll(Set.of("id", "provider", "cwd", "model", "features", "thinkingOptionId",
                "effectiveThinkingOptionId", "runtimeInfo", "createdAt", "updatedAt", "lastUserMessageAt", "status", "capabilities",
                "currentModeId", "availableModes", "pendingPermissions", "persistence", "title", "labels", "requiresAttention",
                "attentionReason", "attentionTimestamp", "archivedAt")), snapshot.toString());
        assertFalse(snapshot.containsKey("lastError"), "null is not allowed there");
        assertTrue(snapshot.isNull("archivedAt"));
    }

    @Test
    void aRepeatedRequestGetsTheSameAnswerAndRunsOnce() {
        FakeChannel channel = client("c1");
        String first = create(channel, "same", "hello");
        finished(channel, first);
        channel.request("{\"type\":\"create_agent_request\",\"requestId\":\"same\",\"config\":{\"provider\":\"echo\",\"cwd\":\"" + home
                + "\"},\"initialPrompt\":\"hello\"}");
        await().until(() -> channel.payloads("status").stream().filter(p -> p.getString("requestId", "").equals("same")).count() == 2);
        assertEquals(Set.of(first), Set.copyOf(channel.payloads("status").stream().filter(p -> p.getString("requestId", "").equals("same"))
                .map(p -> p.getString("agentId")).toList()));
        assertEquals(1, provider.turns.get());
        FakeChannel other = client("c2");
        assertFalse(create(other, "same", "hello").equals(first), "another client's request is another request");
    }

    @Test
    void anAnswerThatACrashCutOffIsMadeOnceAndStaysTheSame() {
        Profile profile = new Profile(Optional.empty(), false, Map.of(),
                new Profile.Settings(Optional.empty(), Optional.empty(), Optional.empty()), Optional.empty(), JsonValue.EMPTY_JSON_OBJECT,
                JsonValue.EMPTY_JSON_OBJECT);
        AgentState made = parts.agents().create(new CreateAgent(provider.descriptor().id(), home, profile, Optional.empty(),
                Optional.empty(), Optional.of(new RequestKey("LOOPBACK/test/c1", "cut")))).join();
        FakeChannel channel = client("c1");
        assertEquals(made.id().value(), create(channel, "cut", "hello"));
        parts.agents().rename(made.id(), Optional.of("another"), Map.of()).join();
        channel.request("{\"type\":\"create_agent_request\",\"requestId\":\"cut\",\"config\":{\"provider\":\"echo\",\"cwd\":\"" + home
                + "\"},\"initialPrompt\":\"hello\"}");
        await().until(() -> channel.payloads("status").stream().filter(p -> p.getString("requestId", "").equals("cut")).count() == 2);
        assertEquals(1, channel.payloads("status").stream().filter(p -> p.getString("requestId", "").equals("cut")).distinct().count());
        assertEquals(0, provider.turns.get());
    }

    @Test
    void aFirstMessageMakesOneAgentByWhateverRequestItComes() {
        FakeChannel channel = client("c1");
        for (String id : List.of("first", "second", "third")) {
            channel.request("""
                {"type":"create_agent_request","requestId":"%s","config":{"provider":"echo","cwd":"%s"},"initialPrompt":"hello",
                "clientMessageId":"m1"}""".formatted(id, home));
        }
        await().until(() -> channel.payloads("status").stream().filter(p -> p.getString("status").equals("agent_created")).count() == 3);
        assertEquals(1, parts.agents().all().size());
        assertEquals(1, provider.turns.get());
        channel.request("""
            {"type":"create_agent_request","requestId":"bad","config":{"provider":"nope","cwd":"/"},"initialPrompt":"hello",
            "clientMessageId":"m2"}""");
        status(channel, "agent_create_failed");
        channel.request("""
            {"type":"create_agent_request","requestId":"good","config":{"provider":"echo","cwd":"%s"},"initialPrompt":"hello",
            "clientMessageId":"m2"}""".formatted(home));
        await().until(() -> parts.agents().all().size() == 2);
    }

    @Test
    void aPermissionIsAnsweredByASecondClient() {
        FakeChannel first = client("c1");
        FakeChannel second = client("c2");
        String agent = create(first, "r1", "ask");
        assertEquals("permission", finished(first, agent).getString("status"));
        JsonObject asked = answer(second, "agent_permission_request").getJsonObject("request");
        second.request("{\"type\":\"agent_permission_response\",\"agentId\":\"" + agent + "\",\"requestId\":\"" + asked.getString("id")
                + "\",\"response\":{\"behavior\":\"allow\"}}");
        assertEquals("allow", answer(first, "agent_permission_resolved").getJsonObject("resolution").getString("behavior"));
        assertEquals("allowed", finished(first, agent).getString("lastMessage"));
        second.request("{\"type\":\"agent_permission_response\",\"agentId\":\"" + agent + "\",\"requestId\":\"" + asked.getString("id")
                + "\",\"response\":{\"behavior\":\"deny\"}}");
        assertEquals(asked.getString("id"), answer(second, "rpc_error").getString("requestId"));
    }

    @Test
    void subscribersHearOfChangesAndOfWhatNoLongerFits() {
        FakeChannel channel = client("c1");
        channel.request("{\"type\":\"fetch_agents_request\",\"requestId\":\"l\",\"scope\":\"active\",\"subscribe\":{}}");
        assertFalse(answer(channel, "fetch_agents_response").getString("subscriptionId").isBlank());
        String agent = create(channel, "r1", "hello");
        finished(channel, agent);
        await().until(() -> channel.payloads("agent_update").stream()
                .anyMatch(p -> p.getString("kind").equals("upsert") && p.getJsonObject("agent").getString("status").equals("idle")));
        channel.request("{\"type\":\"archive_agent_request\",\"requestId\":\"a\",\"agentId\":\"" + agent + "\"}");
        assertEquals(agent, answer(channel, "agent_archived").getString("agentId"));
        await().until(() -> channel.payloads("agent_update").getLast().getString("kind").equals("remove"));
    }

    @Test
    void theListIsFilteredSortedAndCut() {
        FakeChannel channel = client("c1");
        String first = create(channel, "r1", "a");
        String second = create(channel, "r2", "b");
        finished(channel, first);
        finished(channel, second);
        channel.request(
                """
                {"type":"fetch_agents_request","requestId":"l1","sort":[{"key":"created_at","direction":"asc"}],"page":{"limit":1}}""");
        JsonObject page = answer(channel, "fetch_agents_response");
        assertEquals(first, page.getJsonArray("entries").getJsonObject(0).getJsonObject("agent").getString("id"));
        assertTrue(page.getJsonObject("pageInfo").getBoolean("hasMore"));
        String cursor = page.getJsonObject("pageInfo").getString("nextCursor");
        channel.request(
                """
                {"type":"fetch_agents_request","requestId":"l2","sort":[{"key":"created_at","direction":"asc"}],
                "page":{"limit":1,"cursor":"%s"}}""".formatted(cursor));
        await().until(() -> channel.payloads("fetch_agents_response").size() == 2);
        JsonObject rest = channel.payloads("fetch_agents_response").getLast();
        assertEquals(second, rest.getJsonArray("entries").getJsonObject(0).getJsonObject("agent").getString("id"));
        assertFalse(rest.getJsonObject("pageInfo").getBoolean("hasMore"));
        channel.request("{\"type\":\"fetch_agents_request\",\"requestId\":\"l3\",\"page\":{\"cursor\":\"" + cursor + "\"}}");
        assertTrue(answer(channel, "rpc_error").getString("error").contains("another order"));
    }

    @Test
    void aClientThatComesBackJoinsItsSessionAndAStrangerDoesNot() {
        FakeChannel first = client("c1");
        FakeChannel again = client("c1");
        first.request("{\"type\":\"ping\",\"requestId\":\"p\"}");
        answer(first, "pong");
        assertEquals("p", answer(again, "pong").getString("requestId"));
        FakeChannel stranger = connect(new FakeChannel(Peer.Trust.NETWORK));
        stranger.hello("c1");
        await().until(() -> !stranger.sent.isEmpty());
        first.request("{\"type\":\"ping\",\"requestId\":\"p2\"}");
        await().until(() -> again.payloads("pong").size() == 2);
        assertEquals(List.of(), stranger.payloads("pong"));
    }

    @Test
    void framesReceivedBeforeTheClientHungUpAreServed() {
        FakeChannel first = client("c1");
        String agent = create(first, "r1", "ask");
        String question = finished(first, agent).getJsonObject("final").getJsonArray("pendingPermissions").getJsonObject(0).getString("id");
        FakeChannel brief = connect(new FakeChannel());
        brief.hello("c9");
        brief.request("{\"type\":\"agent_permission_response\",\"agentId\":\"" + agent + "\",\"requestId\":\"" + question
                + "\",\"response\":{\"behavior\":\"deny\",\"message\":\"no\"}}");
        brief.hangUp();
        answer(first, "agent_permission_resolved");
        assertEquals("denied", finished(first, agent).getString("lastMessage"));
    }

    @Test
    void badRequestsSayWhatIsWrongWithThem() {
        FakeChannel channel = client("c1");
        channel.request("{\"type\":\"create_agent_request\",\"requestId\":\"b1\",\"config\":{\"provider\":\"nope\",\"cwd\":\"/\"}}");
        assertTrue(status(channel, "agent_create_failed").getString("error").contains("Unknown provider: nope"));
        channel.request(
                "{\"type\":\"create_agent_request\",\"requestId\":\"b2\",\"config\":{\"provider\":\"echo\",\"cwd\":\"/does/not/exist\"}}");
        await().until(() -> status(channel, "agent_create_failed").getString("requestId").equals("b2"));
        assertEquals("Working directory does not exist: /does/not/exist", status(channel, "agent_create_failed").getString("error"));
        channel.request("{\"type\":\"create_agent_request\",\"requestId\":\"b3\",\"config\":{\"provider\":\"echo\",\"cwd\":\"" + home
                + "\",\"modeId\":\"wild\"}}");
        await().until(() -> status(channel, "agent_create_failed").getString("requestId").equals("b3"));
        assertTrue(status(channel, "agent_create_failed").getString("error").contains("it has plain"));
        channel.request("{\"type\":\"send_agent_message_request\",\"requestId\":\"b4\",\"agentId\":\"zzz\",\"text\":\"x\"}");
        assertEquals("Agent not found: zzz", answer(channel, "send_agent_message_response").getString("error"));
        channel.request("{\"type\":\"wait_for_finish_request\",\"requestId\":\"b5\",\"agentId\":\"zzz\"}");
        assertEquals("error", answer(channel, "wait_for_finish_response").getString("status"));
        assertEquals(List.of(), List.copyOf(parts.agents().all()));
    }

    @Test
    void settingsNamesAndAttentionChange() {
        FakeChannel channel = client("c1");
        String agent = create(channel, "r1", "hello");
        finished(channel, agent);
        channel.request("{\"type\":\"set_agent_mode_request\",\"requestId\":\"s1\",\"agentId\":\"" + agent + "\",\"modeId\":\"plain\"}");
        assertTrue(answer(channel, "set_agent_mode_response").getBoolean("accepted"));
        channel.request("{\"type\":\"set_agent_model_request\",\"requestId\":\"s2\",\"agentId\":\"" + agent + "\",\"modelId\":null}");
        assertTrue(answer(channel, "set_agent_model_response").getBoolean("accepted"));
        channel.request("{\"type\":\"update_agent_request\",\"requestId\":\"u\",\"agentId\":\"" + agent
                + "\",\"name\":\"Mine\",\"labels\":{\"a\":\"b\"}}");
        assertTrue(answer(channel, "update_agent_response").getBoolean("accepted"));
        channel.request("{\"type\":\"clear_agent_attention\",\"requestId\":\"c\",\"agentId\":[\"" + agent + "\"]}");
        JsonObject cleared = answer(channel, "clear_agent_attention_response").getJsonArray("agents").getJsonObject(0);
        assertFalse(cleared.getBoolean("requiresAttention"));
        assertEquals("Mine", cleared.getString("title"));
        channel.request("{\"type\":\"refresh_agent_request\",\"requestId\":\"f\",\"agentId\":\"" + agent + "\"}");
        assertEquals(2, status(channel, "agent_refreshed").getInt("timelineSize"));
        channel.request("{\"type\":\"delete_agent_request\",\"requestId\":\"d\",\"agentId\":\"" + agent + "\"}");
        assertEquals(agent, answer(channel, "agent_deleted").getString("agentId"));
    }

    @Test
    void providersAreListedAtOnceAndUpdatedWhenTheyAreKnown() {
        FakeChannel channel = client("c1");
        channel.request("{\"type\":\"list_provider_models_request\",\"requestId\":\"m\",\"provider\":\"other\"}");
        assertEquals("Unknown provider: other", answer(channel, "list_provider_models_response").getString("error"));
        channel.request("{\"type\":\"get_providers_snapshot_request\",\"requestId\":\"s\"}");
        assertEquals("echo",
                answer(channel, "get_providers_snapshot_response").getJsonArray("entries").getJsonObject(0).getString("provider"));
        await().until(() -> channel.payloads("providers_snapshot_update").stream().anyMatch(
                p -> !p.getJsonArray("entries").getJsonObject(0).getString("status").equals("loading")));
    }

    @Test
    void worktreesAreNoneAndStopAndRestartReachTheDaemon() {
        FakeChannel channel = client("c1");
        channel.request("{\"type\":\"paseo_worktree_list_request\",\"requestId\":\"w\"}");
        assertEquals(0, answer(channel, "paseo_worktree_list_response").getJsonArray("worktrees").size());
        channel.request("{\"type\":\"restart_server_request\",\"requestId\":\"r\",\"reason\":\"upgrade\"}");
        assertEquals("upgrade", status(channel, "restart_requested").getString("reason"));
        channel.request("{\"type\":\"shutdown_server_request\",\"requestId\":\"s\"}");
        assertEquals("c1", status(channel, "shutdown_requested").getString("clientId"));
        assertEquals(List.of("restart upgrade", "stop"), control);
    }

    @Test
    void aPhoneHearsOnlyOfTheAgentItShows() {
        FakeChannel phone = client("phone");
        phone.request(
                """
                {"type":"client_heartbeat","deviceType":"mobile","focusedAgentId":null,"lastActivityAt":"2026-01-01T00:00:00.000Z",
                "appVisible":true}""");
        FakeChannel cli = client("c1");
        phone.request("{\"type\":\"ping\",\"requestId\":\"p\"}");
        answer(phone, "pong");
        String agent = create(cli, "r1", "hello");
        finished(cli, agent);
        assertEquals(List.of("attention_required"),
                phone.payloads("agent_stream").stream().map(p -> p.getJsonObject("event").getString("type")).distinct().toList());
    }

    @Test
    void sixtyFiveSocketsAreOneTooMany() {
        for (int i = 0; i < Sessions.MAX_SOCKETS; i++) {
            client("many");
        }
        FakeChannel last = connect(new FakeChannel());
        last.hello("many");
        await().until(() -> last.closed.isPresent());
        assertEquals(4429, last.closed.get().code());
        assertEquals(Optional.empty(), client("other").closed);
    }
}
