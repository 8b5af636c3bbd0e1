package sh.paseo.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.paseo.protocol.agents.AgentPayload;
import sh.paseo.protocol.agents.AgentRequest;
import sh.paseo.protocol.agents.StreamEvent;
import sh.paseo.protocol.timeline.Detail;
import sh.paseo.protocol.timeline.Item;

class CodecTest {
    private final Codec codec = new Codec();

    @Test
    void helloIsReadWithItsCapabilities() {
        Inbound.Hello hello = assertInstanceOf(Inbound.Hello.class,
                decode("""
                {"type":"hello","clientId":"cid_1","clientType":"cli","protocolVersion":1,
                "capabilities":{"reasoning_merge_enum":true}}"""));
        assertEquals("cid_1", hello.greeting().clientId());
        assertEquals(true, hello.greeting().can("reasoning_merge_enum"));
        assertEquals(false, hello.greeting().can("voice"));
    }

    @Test
    void aRequestIsReadIntoItsRecord() {
        Inbound.Session session = assertInstanceOf(Inbound.Session.class, decode("""
                {"type":"session","message":{"type":"create_agent_request","requestId":"r1","config":{"provider":"demo","cwd":"/tmp"},
                "initialPrompt":"hi","labels":{"a":"b"},"unknown":{"x":1}}}"""));
        AgentRequest.CreateAgent create = assertInstanceOf(AgentRequest.CreateAgent.class, session.request());
        assertEquals(Optional.of("r1"), create.requestId());
        assertEquals("demo", create.config().provider());
        assertEquals(Optional.of("hi"), create.initialPrompt());
        assertEquals("b", create.labels().orElseThrow().get("a"));
    }

    @Test
    void nullStandsForAbsent() {
        Inbound.Session session = assertInstanceOf(Inbound.Session.class, decode("""
                {"type":"session","message":{"type":"set_agent_model_request","requestId":"r","agentId":"a","modelId":null}}"""));
        assertEquals(Optional.empty(), assertInstanceOf(AgentRequest.SetModel.class, session.request()).modelId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"agentId\":7}|\"agentId\" must be a string",
        "{}|\"agentId\" is missing",
        "{\"agentId\":\"a\",\"timeoutMs\":1.5}|\"timeoutMs\" must be a whole number",
        "{\"agentId\":\"a\",\"timeoutMs\":\"7\"}|\"timeoutMs\" must be a whole number",
        "{\"agentId\":\"a\",\"timeoutMs\":1e300}|\"timeoutMs\" must be a whole number"})
    void aValueOfTheWrongKindIsRefusedByName(String fields, String problem) {
        String json = "{\"type\":\"session\",\"message\":" + fields.replaceFirst("\\{",
                "{\"type\":\"wait_for_finish_request\",\"requestId\":\"r9\"" + (fields.equals("{}") ? "" : ",")) + "}";
        ProtocolException refused = assertThrows(ProtocolException.class, () -> decode(json));
        assertEquals(ProtocolException.Code.INVALID, refused.code());
        assertEquals(problem, refused.getMessage());
        assertEquals(Optional.of("r9"), refused.requestId());
        assertEquals(Optional.of("wait_for_finish_request"), refused.requestType());
    }

    @Test
    void aRequestWeDoNotServeNamesItsTypeAndId() {
        ProtocolException refused = assertThrows(ProtocolException.class,
                () -> decode("{\"type\":\"session\",\"message\":{\"type\":\"chat/list\",\"requestId\":\"c1\"}}"));
        assertEquals(ProtocolException.Code.UNSUPPORTED, refused.code());
        assertEquals(Optional.of("c1"), refused.requestId());
        assertEquals(Optional.of("chat/list"), refused.requestType());
    }

    @Test
    void aToolCallHasExactlyTheKeysThatStrictClientsAccept() {
        Item item = new Item.ToolCall("c1", "Bash", new Detail.Shell("ls", Optional.empty(), Optional.of("x"), OptionalInt.of(0)),
                "completed",
                Optional.empty());
        AgentPayload.Stream stream = new AgentPayload.Stream("a1", new StreamEvent.Timeline("demo", item), "2026-01-01T00:00:00.000Z",
                OptionalLong.of(3), Optional.of("e1"));
        JsonObject message = StrictJson.readObject(codec.encode(stream)).getJsonObject("message");
        JsonObject event = message.getJsonObject("payload").getJsonObject("event");
        assertEquals("agent_stream", message.getString("type"));
        assertEquals("timeline", event.getString("type"));
        JsonObject call = event.getJsonObject("item");
        assertEquals(Set.of("type", "callId", "name", "detail", "status", "error"), call.keySet());
        assertTrue(call.isNull("error"), call.toString());
        assertEquals(Set.of("type", "command", "output", "exitCode"), call.getJsonObject("detail").keySet());
    }

    @Test
    void aRequiredNullIsWritten() {
        JsonObject payload = StrictJson.readObject(codec.encode(new AgentPayload.Agent("r", Optional.empty(), Optional.empty(),
                Optional.of("no")))).getJsonObject("message").getJsonObject("payload");
        assertTrue(payload.isNull("agent"), payload.toString());
        assertEquals("no", payload.getString("error"));
    }

    @Test
    void unknownDetailKeepsItsNulls() {
        Item item = new Item.ToolCall("c", "X", new Detail.Unknown(JsonValue.NULL, JsonValue.NULL), "failed", Optional.of("bad"));
        String json = new String(
                codec.encode(new AgentPayload.Stream("a", new StreamEvent.Timeline("demo", item), "t", OptionalLong.empty(),
                        Optional.empty())),
                StandardCharsets.UTF_8);
        assertEquals(true, json.contains("\"input\":null") && json.contains("\"output\":null"), json);
    }

    @Test
    void oneIdOrSeveralAreBothRead() {
        for (String ids : List.of("\"a\"", "[\"a\",\"b\"]")) {
            Inbound.Session session = assertInstanceOf(Inbound.Session.class,
                    decode("{\"type\":\"session\",\"message\":{\"type\":\"clear_agent_attention\",\"agentId\":" + ids + "}}"));
            assertEquals(ids, assertInstanceOf(AgentRequest.ClearAttention.class, session.request()).agentId().toString());
        }
    }

    @Test
    void listsAndMapsOfRequestsAreChecked() {
        ProtocolException refused = assertThrows(ProtocolException.class, () -> decode("""
                {"type":"session","message":{"type":"fetch_agents_request","requestId":"r","filter":{"statuses":["idle",3]}}}"""));
        assertEquals("\"filter.statuses[1]\" must be a string", refused.getMessage());
        assertEquals(List.of("idle"), assertInstanceOf(AgentRequest.FetchAgents.class, assertInstanceOf(Inbound.Session.class, decode("""
                {"type":"session","message":{"type":"fetch_agents_request","requestId":"r","filter":{"statuses":["idle"]}}}"""))
                .request()).filter().orElseThrow().statuses().orElseThrow());
    }

    private Inbound decode(String json) {
        return codec.decode(json.getBytes(StandardCharsets.UTF_8));
    }
}
