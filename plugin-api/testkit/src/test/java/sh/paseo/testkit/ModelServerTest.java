package sh.paseo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelServerTest {
    private static final String TOOLS = "\"tools\":[{\"name\":\"Write\"},{\"name\":\"Bash\"}]";
    private final ModelServer server = ModelServer.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(server.uri().resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String messages(boolean stream, String messages) throws IOException, InterruptedException {
        return post("/v1/messages", "{\"stream\":" + stream + "," + TOOLS
                + ",\"system\":\"Primary working directory: /home/ann/work\",\"messages\":[" + messages + "]}").body();
    }

    private static String user(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    @Test
    void anAnswerIsStreamedInPieces() throws Exception {
        String events = messages(true, user("[[text]] please"));
        List<String> types = events.lines().filter(line -> line.startsWith("event: ")).map(line -> line.substring(7)).distinct().toList();
        assertEquals(List.of("message_start", "ping", "content_block_start", "content_block_delta", "content_block_stop",
                "message_delta", "message_stop"), types);
        assertEquals(1, server.timesBegun("[[text]] please"));
    }

    @Test
    void theAnswerFollowsTheRoundsOfToolResults() throws Exception {
        String call = messages(false, user("[[write]]"));
        assertTrue(call.contains("\"file_path\":\"/home/ann/work/note.txt\""), call);
        assertTrue(call.contains("\"stop_reason\":\"tool_use\""), call);
        String result = "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"x\",\"content\":\"ok\"}]}";
        String done = messages(false, user("[[write]]") + "," + result);
        assertTrue(done.contains("Write done."), done);
        assertEquals(1, server.timesBegun("[[write]]"));
    }

    @Test
    void theLatestPromptCounts() throws Exception {
        String answer = messages(false, user("[[write]]") + "," + user("[[text]]"));
        assertTrue(answer.contains("Hello"), answer);
    }

    @Test
    void aScriptOfOnesOwnIsPlayed() throws Exception {
        String marker = Scenario.marker(Json.createArrayBuilder()
                .add(Json.createArrayBuilder().add(Json.createObjectBuilder().add("kind", "shell").add("command", "touch a"))).build());
        assertTrue(messages(false, user(marker)).contains("touch a"));
    }

    @Test
    void failuresHaveTheirStatus() throws Exception {
        HttpResponse<String> failure = post("/v1/messages", "{" + TOOLS + ",\"messages\":[" + user("[[err429]]") + "]}");
        assertEquals(429, failure.statusCode());
        assertTrue(failure.body().contains("rate_limit_error"), failure.body());
    }

    @Test
    void tokensAreCountedAndOtherPathsAreUnknown() throws Exception {
        assertEquals("{\"input_tokens\":1234}", post("/v1/messages/count_tokens", "{}").body());
        assertEquals(404, post("/v1/elsewhere", "{}").statusCode());
    }

    @Test
    void sideJobsWithoutToolsAreNoPrompts() throws Exception {
        post("/v1/messages", "{\"messages\":[" + user("[[text]] title") + "]}");
        assertEquals(0, server.timesBegun("title"));
        assertEquals(1, server.requests().size());
    }
}
