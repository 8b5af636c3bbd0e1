package sh.paseo.it;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings an agent to its rest as its user would: answers what it asks, and ends what would not end by itself. Before that the daemon
 * must show exactly those questions that the agent waits for an answer to.
 */
final class Settlement {
    private static final long LIMIT_SECONDS = 60;
    private static final long LOOK_MILLIS = 20;

    private final Story story;
    private final Ledger ledger;
    private final MortalAgent claude;
    private final Random random;

    Settlement(Story story, Ledger ledger, MortalAgent claude, Random random) {
        this.story = story;
        this.ledger = ledger;
        this.claude = claude;
        this.random = random;
    }

    /** Returns when the agent has nothing to do. */
    void settle(LiveClient client, String agent) throws InterruptedException {
        var told = story.prompts(agent);
        for (var tries = told.size() + 1; tries > 0; tries--) {
            var questions = agree(client, agent, told);
            for (var question : questions) {
                answer(client, agent, told, question);
            }
            if (questions.isEmpty() && endlessGoesOn(client, told)) {
                end(client, agent);
            }
            var status = awaitRest(client, agent);
            if (!status.equals("permission")) {
                return;
            }
        }
        ledger.problem("agent " + agent + " asks more than it was told to");
    }

    /** The agent waits for its user no longer than it works; anything but {@code idle} or {@code permission} must have a reason. */
    String awaitRest(LiveClient client, String agent) {
        var finished = payload(client, story.request("wait_for_finish_request").add("agentId", agent)
                .add("timeoutMs", TimeUnit.SECONDS.toMillis(LIMIT_SECONDS)).build());
        var status = finished.getString("status");
        var mayFail = story.prompts(agent).stream().anyMatch(story::atRisk);
        if (!List.of("idle", "permission").contains(status) && !(status.equals("error") && mayFail)) {
            ledger.problem("should have come to rest: " + finished);
        }
        return status;
    }

    private List<JsonObject> agree(LiveClient client, String agent, List<Told> told) throws InterruptedException {
        // Of one that was killed the scripted agent knows whether it waits, but the real one does not.
        var uncertain = told.stream().anyMatch(prompt -> prompt.script().asks() && story.atRisk(prompt));
        var scripted = !story.agents().get(agent).equals("load");
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            var shown = questions(client, agent);
            var waits = told.stream().filter(prompt -> prompt.script().asks() && claude.waits(prompt)).count();
            if (!scripted || uncertain || shown.size() == waits) {
                return shown;
            }
            if (System.nanoTime() - end > 0) {
                ledger.problem("agent " + agent + " waits for " + waits + " answers, the daemon shows " + shown);
                return shown;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static boolean holds(List<JsonObject> questions, String id) {
        return questions.stream().anyMatch(question -> question.getString("id").equals(id));
    }

    private void answer(LiveClient client, String agent, List<Told> told, JsonObject question) throws InterruptedException {
        var asking = told.stream().filter(prompt -> prompt.script().asks()).toList().getLast();
        var id = question.getString("id");
        story.answer(client, asking, id, random.nextBoolean());
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (holds(questions(client, agent), id)) {
            if (System.nanoTime() - end > 0) {
                ledger.problem("agent " + agent + ": cannot be answered: " + question);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private void end(LiveClient client, String agent) {
        if (random.nextBoolean()) {
            story.prompt(client, agent, claude.brief());
            story.settle();
        } else {
            payload(client, story.request("cancel_agent_request").add("agentId", agent).build());
        }
    }

    /** It has begun, too: one that waits would not run at all if it were interrupted now. */
    private boolean endlessGoesOn(LiveClient client, List<Told> told) throws InterruptedException {
        var last = told.getLast();
        if (!last.script().endless()) {
            return false;
        }
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (System.nanoTime() - end < 0) {
            if (!snapshot(client, last.agent().orElseThrow()).getString("status").equals("running") && story.atRisk(last)) {
                return false;
            }
            if (claude.timesRun(last.mark()) > 0) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        ledger.problem("does not begin: " + last);
        return false;
    }

    private List<JsonObject> questions(LiveClient client, String agent) {
        return snapshot(client, agent).getJsonArray("pendingPermissions").getValuesAs(JsonObject.class);
    }

    private JsonObject snapshot(LiveClient client, String agent) {
        return payload(client, story.request("fetch_agent_request").add("agentId", agent).build()).getJsonObject("agent");
    }

    static JsonObject payload(LiveClient client, JsonObject request) {
        var answer = client.ask(request).completeOnTimeout("", LIMIT_SECONDS * 2, TimeUnit.SECONDS).join();
        if (answer.isEmpty()) {
            throw new CompletionException(new TimeoutException("no answer to " + request));
        }
        return LiveClient.parse(answer).getJsonObject("message").getJsonObject("payload");
    }
}
