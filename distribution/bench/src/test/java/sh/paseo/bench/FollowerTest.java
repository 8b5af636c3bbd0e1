package sh.paseo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FollowerTest {
    private static final String AGENT = "7ccb28d9-fd3d-4fe4-b28c-feef5f018f8b";
    private static final String OTHER = "d1cdf9cf-9358-43f1-8d0e-3ba8fbff0f0a";

    private final Follower follower = new Follower(AGENT, 5);

    /** In the shape a recorded conversation shows. */
    private static String row(String agent, long seq) {
        return "{\"type\":\"session\",\"message\":{\"type\":\"agent_stream\",\"payload\":{\"agentId\":\"" + agent
                + "\",\"event\":{\"type\":\"timeline\",\"provider\":\"mock\",\"item\":{\"type\":\"todo\","
                + "\"items\":[{\"text\":\"stress-update-0\",\"completed\":true}]}},"
                + "\"timestamp\":\"2026-11-22T07:51:54.242Z\",\"seq\":" + seq + ",\"epoch\":\"025e069f-806f-4359-b8d7-d907a12e49b5\"}}}";
    }

    private Optional<JsonObject> take(String text) {
        byte[] padded = Bytes.of("##" + text + "##");
        return follower.take(padded, 2, padded.length - 4).map(request -> {
            String sent = new String(request, StandardCharsets.UTF_8);
            try (var reader = Json.createReader(new StringReader(sent))) {
                return reader.readObject().getJsonObject("message");
            }
        });
    }

    private static String page(String requestId, boolean hasNewer, long... seqs) {
        JsonArrayBuilder entries = Json.createArrayBuilder();
        for (long seq : seqs) {
            entries.add(Json.createObjectBuilder().add("seqStart", seq).add("seqEnd", seq));
        }
        return Json.createObjectBuilder().add("type", "session").add("message",
                Json.createObjectBuilder().add("type", "fetch_agent_timeline_response").add("payload",
                        Json.createObjectBuilder().add("requestId", requestId).add("entries", entries).add("hasNewer", hasNewer)))
                .build().toString();
    }

    @Test
    void rowsInOrderAreTakenToTheLast() {
        for (long seq = 1; seq <= 5; seq++) {
            assertFalse(follower.done());
            assertEquals(Optional.empty(), take(row(AGENT, seq)));
        }
        assertTrue(follower.done());
        assertEquals(5, follower.live());
    }

    @Test
    void rowsOfOthersAndRepeatedRowsAreNotCounted() {
        take(row(AGENT, 1));
        take(row(OTHER, 2));
        take(row(AGENT, 1));
        assertEquals(2, follower.next());
        assertEquals(1, follower.live());
    }

    @Test
    void gapIsAskedForOnceAndFilledPageByPage() {
        take(row(AGENT, 1));
        JsonObject request = take(row(AGENT, 5)).orElseThrow();
        assertEquals("fetch_agent_timeline_request", request.getString("type"));
        assertEquals("025e069f-806f-4359-b8d7-d907a12e49b5", request.getJsonObject("cursor").getString("epoch"));
        assertEquals(1, request.getJsonObject("cursor").getInt("seq"));
        assertEquals(Optional.empty(), take(row(AGENT, 5)));

        JsonObject second = take(page(request.getString("requestId"), true, 2, 3)).orElseThrow();
        assertEquals(3, second.getJsonObject("cursor").getInt("seq"));
        assertEquals(Optional.empty(), take(page(second.getString("requestId"), false, 4, 5)));

        assertTrue(follower.done());
        assertEquals(1, follower.live());
        assertEquals(4, follower.fetched());
    }

    @Test
    void liveRowsGoOnAfterAFilledGap() {
        take(row(AGENT, 1));
        JsonObject request = take(row(AGENT, 3)).orElseThrow();
        take(page(request.getString("requestId"), false, 2, 3));
        take(row(AGENT, 4));
        take(row(AGENT, 5));
        assertTrue(follower.done());
        assertEquals(3, follower.live());
    }

    @Test
    void otherMessagesAreIgnored() {
        take("{\"type\":\"session\",\"message\":{\"type\":\"agent_update\",\"payload\":{\"kind\":\"upsert\"}}}");
        assertEquals(1, follower.next());
    }
}
