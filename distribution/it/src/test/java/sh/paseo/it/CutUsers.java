package sh.paseo.it;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import sh.paseo.cli.client.Request;

/**
 * Three users of one client, at work at the same time until they are told that it is enough: one talks and reads, one answers questions,
 * one makes, labels and deletes agents. Each looks over a connection that is not cut whether the daemon has what it was promised.
 */
final class CutUsers {
    private static final int PROMPTS_AN_AGENT = 150;
    private static final int QUESTIONS_AN_AGENT = 50;
    private static final String ALLOWED = "You allowed it.\n";
    private static final String DENIED = "You denied it.\n";

    private final String name;
    private final CutClient client;
    private final CutOracle oracle;
    private final CutLedger ledger;
    private final Path work;
    private final long seed;
    private final BooleanSupplier enough;
    private final List<String> toAll = new ArrayList<>();
    private int numbers;

    CutUsers(String name, CutClient client, CutOracle oracle, CutLedger ledger, Path work, long seed, BooleanSupplier enough) {
        this.name = name;
        this.client = client;
        this.oracle = oracle;
        this.ledger = ledger;
        this.work = work;
        this.seed = seed;
        this.enough = enough;
    }

    /** Returns when all three are done. */
    void work(String sharedAgent) {
        var users = List.<Runnable>of(() -> talk(sharedAgent, new Random(seed)), () -> answer(new Random(seed + 1)),
                () -> make(new Random(seed + 2)));
        var threads = users.stream().map(user -> Thread.ofVirtual().start(() -> {
            try {
                user.run();
            } catch (RuntimeException e) {
                ledger.problem(name + ": " + e);
            }
        })).toList();
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The ids of the prompts that the agent of all clients was given by this one, in order. */
    List<String> promptsToAll() {
        return List.copyOf(toAll);
    }

    String name() {
        return name;
    }

    private boolean over() {
        return enough.getAsBoolean() || !ledger.problems().isEmpty();
    }

    private synchronized String number() {
        return name + "-" + ++numbers;
    }

    private String create(JsonObjectBuilder labels) {
        var config = Json.createObjectBuilder().add("provider", "load").add("cwd", work.toString());
        var fields = Json.createObjectBuilder().add("config", config).add("labels", labels);
        return client.change(Request.of("create_agent_request", fields.build()).answeredBy("status")).join().getString("agentId");
    }

    private CompletableFuture<JsonObject> prompt(String agent, String text, List<String> told) {
        var id = number();
        told.add(id);
        return client.change(Request.of("send_agent_message_request",
                Json.createObjectBuilder().add("agentId", agent).add("text", text).add("messageId", id).build()));
    }

    private JsonObject finished(String agent) {
        return client.ask(CutClient.request("wait_for_finish_request", agent)).join();
    }

    private void talk(String sharedAgent, Random random) {
        while (!over()) {
            var agent = create(Json.createObjectBuilder());
            client.follow(agent);
            var told = new ArrayList<String>();
            while (told.size() < PROMPTS_AN_AGENT && !over()) {
                var shared = random.nextInt(6) == 0;
                var prompts = IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(i -> prompt(shared ? sharedAgent : agent,
                        "emit " + (1 + random.nextInt(12)) + " agent stream updates", shared ? toAll : told)).toList();
                prompts.forEach(CompletableFuture::join);
                if (random.nextBoolean()) {
                    finished(agent);
                }
            }
            finished(agent);
            var timeline = oracle.timeline(agent);
            await().atMost(Duration.ofSeconds(CutClient.PATIENCE_SECONDS))
                    .until(() -> client.shown(agent).size() >= timeline.size() || !ledger.problems().isEmpty());
            ledger.compare("rows that " + name + " was shown", timeline, client.shown(agent));
            ledger.compare("prompts of " + name, told, CutOracle.prompts(timeline));
            client.unfollow(agent);
            oracle.delete(agent);
        }
    }

    private void answer(Random random) {
        while (!over()) {
            var agent = create(Json.createObjectBuilder());
            var told = new ArrayList<String>();
            var answers = new ArrayList<String>();
            while (told.size() < QUESTIONS_AN_AGENT && !over()) {
                prompt(agent, "ask permission", told).join();
                var asking = finished(agent);
                if (!asking.getString("status").equals("permission")) {
                    ledger.problem(name + " should be asked: " + asking);
                    return;
                }
                var question = asking.getJsonObject("final").getJsonArray("pendingPermissions").getJsonObject(0).getString("id");
                var allow = random.nextBoolean();
                answers.add(allow ? ALLOWED : DENIED);
                client.change(Request.of("agent_permission_response", Json.createObjectBuilder().add("agentId", agent)
                        .add("requestId", question)
                        .add("response", Json.createObjectBuilder().add("behavior", allow ? "allow" : "deny")).build())
                        .answeredBy("agent_permission_resolved")).join();
                finished(agent);
            }
            var timeline = oracle.timeline(agent);
            ledger.compare("questions to " + name, told, CutOracle.prompts(timeline));
            ledger.compare("answers of " + name, answers, CutOracle.words(timeline));
            oracle.delete(agent);
        }
    }

    private void make(Random random) {
        while (!over()) {
            var mark = number();
            var agent = create(Json.createObjectBuilder().add("mark", mark));
            var changes = IntStream.rangeClosed(1, 1 + random.nextInt(5)).mapToObj(Integer::toString).toList();
            changes.stream().map(n -> client.change(Request.of("update_agent_request", Json.createObjectBuilder().add("agentId", agent)
                    .add("name", "change " + n).add("labels", Json.createObjectBuilder().add("change", n)).build()))).toList()
                    .forEach(CompletableFuture::join);
            ledger.compare("agents that " + name + " made", List.of(agent + " change " + changes.getLast()), oracle.marked(mark));
            var type = random.nextBoolean() ? "archive_agent_request" : "cancel_agent_request";
            client.change(type.startsWith("archive") ? CutClient.request(type, agent).answeredBy("agent_archived")
                    : CutClient.request(type, agent)).join();
            client.change(CutClient.request("delete_agent_request", agent).answeredBy("agent_deleted")).join();
            ledger.compare("agents that " + name + " left", List.of(), oracle.marked(mark));
        }
    }
}
