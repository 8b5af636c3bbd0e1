package sh.paseo.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** A client that asks and waits for its answer. <b>Thread</b>: one. <b>Source</b>: the wire protocol's envelope and hello. */
final class Wire implements AutoCloseable {
    private final Connection connection;
    private long requests;

    private Wire(Connection connection) {
        this.connection = connection;
    }

    /** Connects, says hello and waits for the server's answer. */
    static Wire open(int port) throws IOException {
        Connection connection = Connection.open(port);
        try {
            connection.sendText(hello());
            connection.await();
            return new Wire(connection);
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    static byte[] hello() {
        return Bytes.of("{\"type\":\"hello\",\"clientId\":\"cid_" + UUID.randomUUID().toString().replace("-", "")
                + "\",\"clientType\":\"cli\",\"protocolVersion\":1,\"capabilities\":{\"reasoning_merge_enum\":true},"
                + "\"appVersion\":\"0.1.65\"}");
    }

    static byte[] session(JsonObject message) {
        return Bytes.of("{\"type\":\"session\",\"message\":" + message + "}");
    }

    static JsonObject parse(FrameBuffer frames) {
        try (var reader = Json.createReader(new ByteArrayInputStream(frames.array(), frames.offset(), frames.length()))) {
            return reader.readObject();
        }
    }

    /** Sends a request and returns the payload of the answer with its id. <b>Errors</b>: an {@code rpc_error} is a failure. */
    JsonObject request(String type, JsonObjectBuilder fields) throws IOException {
        String id = "bench-" + ++requests;
        connection.sendText(session(fields.add("type", type).add("requestId", id).build()));
        while (true) {
            connection.await();
            if (connection.frames().opcode() != FrameBuffer.TEXT) {
                continue;
            }
            JsonObject message = parse(connection.frames()).getJsonObject("message");
            if (message == null || message.getJsonObject("payload") == null
                    || !message.getJsonObject("payload").getString("requestId", "").equals(id)) {
                continue;
            }
            JsonObject payload = message.getJsonObject("payload");
            if (message.getString("type").equals("rpc_error")) {
                throw new BenchException(type + " was refused: " + payload.getString("error", ""));
            }
            return payload;
        }
    }

    /** Sends text and waits for the text with this marker in it; for round trips, so nothing is parsed. */
    void exchange(byte[] text, byte[] marker) throws IOException {
        connection.sendText(text);
        FrameBuffer frames = connection.frames();
        do {
            connection.await();
        } while (frames.opcode() != FrameBuffer.TEXT
                || Bytes.indexOf(frames.array(), frames.offset(), frames.offset() + frames.length(), marker) < 0);
    }

    void pingFrame(byte[] payload) throws IOException {
        connection.sendPing(payload);
        do {
            connection.await();
        } while (connection.frames().opcode() != FrameBuffer.PONG);
    }

    /** Creates an idle agent of the load generator and returns its id. */
    String createAgent(Path folder, String title) throws IOException {
        return createAgent(Json.createObjectBuilder().add("config",
                Json.createObjectBuilder().add("provider", "load").add("cwd", folder.toString()).add("title", title)));
    }

    /** Creates an agent that begins with a prompt, and returns its id. */
    String createAgent(JsonObjectBuilder config, String prompt) throws IOException {
        return createAgent(Json.createObjectBuilder().add("config", config).add("initialPrompt", prompt));
    }

    private String createAgent(JsonObjectBuilder request) throws IOException {
        JsonObject answer = request("create_agent_request", request.add("labels", JsonObject.EMPTY_JSON_OBJECT));
        if (!answer.getString("status", "").equals("agent_created")) {
            throw new BenchException("no agent was created: " + answer.getString("error", answer.toString()));
        }
        return answer.getString("agentId");
    }

    /** Gives a prompt and waits until the agent has done what it says; rows that come meanwhile are not looked at. */
    void finish(String agent, String prompt) throws IOException {
        request("send_agent_message_request",
                Json.createObjectBuilder().add("agentId", agent).add("messageId", UUID.randomUUID().toString())
                        .add("text", prompt));
        String id = "bench-" + ++requests;
        exchange(session(Json.createObjectBuilder().add("type", "wait_for_finish_request").add("requestId", id).add("agentId", agent)
                .build()), Bytes.of("\"" + id + "\""));
    }

    @Override
    public void close() {
        connection.close();
    }
}
