package sh.paseo.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a client knows of one agent's timeline: it takes live rows as long as they follow each other and asks for what lies
 * between when they do not, as the documented client does.
 *
 * <p><b>Thread</b>: one.
 */
final class Follower {
    private static final byte[] STREAM = Bytes.of("\"agent_stream\"");
    private static final byte[] SEQ = Bytes.of("\"seq\":");
    private static final byte[] EPOCH = Bytes.of("\"epoch\":\"");
    private static final int TYPE_WITHIN = 120;
    private static final int AGENT_WITHIN = 240;

    private final String agent;
    private final byte[] agentBytes;
    private final long last;
    private long next = 1;
    private long live;
    private long fetched;
    private long fetches;
    private boolean fetching;
    private byte[] fetchId = new byte[0];
    private String epoch = "";

    Follower(String agent, long last) {
        this.agent = agent;
        this.agentBytes = Bytes.of(agent);
        this.last = last;
    }

    boolean done() {
        return next > last;
    }

    long next() {
        return next;
    }

    long live() {
        return live;
    }

    long fetched() {
        return fetched;
    }

    /** Takes a text message; answers with the request that is to be sent because of it, if any. */
    Optional<byte[]> take(byte[] bytes, int offset, int length) {
        int end = offset + length;
        if (Bytes.indexOf(bytes, offset, Math.min(end, offset + TYPE_WITHIN), STREAM) >= 0) {
            return streamed(bytes, offset, end);
        }
        if (fetching && Bytes.indexOf(bytes, offset, end, fetchId) >= 0) {
            return fetched(bytes, offset, length);
        }
        return Optional.empty();
    }

    private Optional<byte[]> streamed(byte[] bytes, int offset, int end) {
        int at = Bytes.lastIndexOf(bytes, offset, end, SEQ);
        if (at < 0 || Bytes.indexOf(bytes, offset, Math.min(end, offset + AGENT_WITHIN), agentBytes) < 0) {
            return Optional.empty();
        }
        long seq = Bytes.number(bytes, at + SEQ.length, end);
        if (seq == next) {
            next++;
            live++;
            return Optional.empty();
        }
        if (seq < next || fetching) {
            return Optional.empty();
        }
        if (epoch.isEmpty()) {
            int from = Bytes.lastIndexOf(bytes, offset, end, EPOCH) + EPOCH.length;
            epoch = new String(bytes, from, Bytes.indexOf(bytes, from, end, Bytes.of("\"")) - from, StandardCharsets.UTF_8);
        }
        return Optional.of(fetch());
    }

    private byte[] fetch() {
        fetching = true;
        String id = "gap-" + ++fetches;
        fetchId = Bytes.of("\"" + id + "\"");
        return Wire.session(Json.createObjectBuilder().add("type", "fetch_agent_timeline_request").add("requestId", id)
                .add("agentId", agent).add("direction", "after").add("projection", "canonical").add("limit", 0)
                .add("cursor", Json.createObjectBuilder().add("epoch", epoch).add("seq", next - 1)).build());
    }

    private Optional<byte[]> fetched(byte[] bytes, int offset, int length) {
        fetching = false;
        JsonObject payload;
        try (var reader = Json.createReader(new ByteArrayInputStream(bytes, offset, length))) {
            payload = reader.readObject().getJsonObject("message").getJsonObject("payload");
        }
        for (JsonObject entry : payload.getJsonArray("entries").getValuesAs(JsonObject.class)) {
            long to = entry.getJsonNumber("seqEnd").longValue();
            if (to >= next) {
                fetched += to - next + 1;
                next = to + 1;
            }
        }
        return payload.getBoolean("hasNewer", false) && !done() ? Optional.of(fetch()) : Optional.empty();
    }
}
