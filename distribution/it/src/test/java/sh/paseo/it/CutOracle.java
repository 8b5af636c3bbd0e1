package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonLocator;
import sh.paseo.cli.client.Dial;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.Request;

/** What the daemon itself has, asked over a connection that nobody cuts. <b>Thread</b>: any. */
final class CutOracle implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(CutClient.PATIENCE_SECONDS);

    private final DaemonConnection connection;

    CutOracle(Path home, String address, Dial dial) {
        connection = new DaemonLocator(Map.of(), home, new PaseoHome(home), dial).connect(Optional.of(address), Duration.ofSeconds(60));
    }

    JsonObject ask(Request request) {
        return connection.request(request.within(PATIENCE));
    }

    /** The items of the stored timeline, row by row. */
    List<String> timeline(String agent) {
        var items = new ArrayList<String>();
        var page = rows(agent, Json.createObjectBuilder().add("direction", "tail").add("limit", 1).build());
        var epoch = page.getString("epoch");
        for (var more = page.getJsonObject("window").getInt("maxSeq") > 0; more; more = page.getBoolean("hasNewer")) {
            page = rows(agent, Json.createObjectBuilder().add("direction", "after").add("limit", 0)
                    .add("cursor", Json.createObjectBuilder().add("epoch", epoch).add("seq", items.size())).build());
            for (var entry : page.getJsonArray("entries").getValuesAs(JsonObject.class)) {
                if (entry.getInt("seqStart") != items.size() + 1) {
                    throw new IllegalStateException("row " + (items.size() + 1) + " of agent " + agent + " is " + entry);
                }
                items.add(entry.getJsonObject("item").toString());
            }
        }
        return items;
    }

    private JsonObject rows(String agent, JsonObject which) {
        return ask(Request.of("fetch_agent_timeline_request",
                Json.createObjectBuilder(which).add("agentId", agent).add("projection", "canonical").build()));
    }

    /** The ids of the prompts in a timeline. */
    static List<String> prompts(List<String> timeline) {
        return timeline.stream().map(LiveClient::parse).filter(item -> item.getString("type").equals("user_message"))
                .map(item -> item.getString("messageId")).toList();
    }

    /** What the agent said in a timeline, row by row. */
    static List<String> words(List<String> timeline) {
        return timeline.stream().map(LiveClient::parse).filter(item -> item.getString("type").equals("assistant_message"))
                .map(item -> item.getString("text")).toList();
    }

    /** Id and name of the agents with this mark. */
    List<String> marked(String mark) {
        var filter = Json.createObjectBuilder().add("includeArchived", true).add("labels", Json.createObjectBuilder().add("mark", mark));
        return ask(Request.of("fetch_agents_request", Json.createObjectBuilder().add("filter", filter).build())).getJsonArray("entries")
                .getValuesAs(JsonObject.class).stream().map(entry -> entry.getJsonObject("agent"))
                .map(agent -> agent.getString("id") + " " + agent.getString("title", "without a name")).toList();
    }

    void delete(String agent) {
        ask(CutClient.request("delete_agent_request", agent).answeredBy("agent_deleted"));
    }

    @Override
    public void close() {
        connection.close();
    }
}
