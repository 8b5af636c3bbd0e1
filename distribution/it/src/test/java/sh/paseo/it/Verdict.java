package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** What must hold after a kill, once the daemon runs again. What does not goes into the ledger. */
final class Verdict {
    private static final long ANSWER_SECONDS = 120;
    private static final int OLD_ONES = 3;

    private final Story story;
    private final Ledger ledger;
    private final MortalAgent claude;
    private final Random random;
    private final Settlement settlement;
    private final TimelineVerdict timelines;
    private int repeated;

    Verdict(Story story, Ledger ledger, MortalAgent claude, Random random) {
        this.story = story;
        this.ledger = ledger;
        this.claude = claude;
        this.random = random;
        settlement = new Settlement(story, ledger, claude, random);
        timelines = new TimelineVerdict(story, ledger, claude);
    }

    String summary() {
        return repeated + " requests repeated on purpose";
    }

    /**
     * Looks what became of all that was asked since the last time, brings the agents to their rest, and gives them work again.
     *
     * @param daemonEnded whether agents without a process must have been interrupted
     */
    void after(LiveClient client, boolean daemonEnded) throws InterruptedException {
        try {
            var asked = story.settle();
            repeat(client, asked);
            labels(list(client));
            var touched = new LinkedHashSet<String>();
            asked.stream().filter(question -> Story.messageId(question).isPresent())
                    .forEach(question -> story.prompt(question).agent().ifPresent(touched::add));
            for (var agent : touched) {
                settlement.settle(client, agent);
                worksAgain(client, agent);
                timelines.of(timeline(client, agent), daemonEnded);
            }
        } catch (CompletionException e) {
            ledger.problem("a request after the kill failed: " + e.getCause());
        }
    }

    /** At the end: every timeline, from its first row. */
    void all(LiveClient client) {
        for (var agent : story.agents().keySet()) {
            timelines.of(timeline(client, agent), true);
        }
        for (var prompt : story.prompts()) {
            if (prompt.script().free() && claude.timesRun(prompt.mark()) > 1) {
                ledger.problem("ran twice: " + prompt);
            }
        }
    }

    void awaitRest(LiveClient client, String agent) {
        settlement.awaitRest(client, agent);
    }

    private Map<String, JsonObject> list(LiveClient client) {
        var agents = new HashMap<String, JsonObject>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = Json.createObjectBuilder().add("limit", 200);
            cursor.ifPresent(after -> page.add("cursor", after));
            var answer = Settlement.payload(client, story.request("fetch_agents_request").add("page", page).build());
            for (var entry : answer.getJsonArray("entries").getValuesAs(JsonObject.class)) {
                var agent = entry.getJsonObject("agent");
                if (agents.put(agent.getString("id"), agent) != null) {
                    ledger.problem("listed twice: " + agent);
                }
            }
            var info = answer.getJsonObject("pageInfo");
            cursor = info.getBoolean("hasMore") ? Optional.of(info.getString("nextCursor")) : Optional.empty();
        } while (cursor.isPresent());
        if (!agents.keySet().equals(story.agents().keySet())) {
            ledger.problem("agents are " + agents.keySet() + ", should be " + story.agents().keySet());
        }
        return agents;
    }

    private void labels(Map<String, JsonObject> agents) {
        agents.forEach((id, agent) -> {
            var label = story.label(id);
            var shown = Integer.parseInt(agent.getJsonObject("labels").getString("change", "0"));
            if (label.isPresent() && shown < Integer.parseInt(label.get())) {
                ledger.problem("label " + label.get() + " is lost: " + agent);
            }
        });
    }

    private Timeline timeline(LiveClient client, String agent) {
        return Timeline.read(Settlement.payload(client, story.request("fetch_agent_timeline_request").add("agentId", agent)
                .add("direction", "tail").add("limit", 0).add("projection", "canonical").build()), ledger);
    }

    /** What was answered gets the same answer, and a prompt that comes once more by another request does not run again. */
    private void repeat(LiveClient client, List<Asked> asked) {
        for (var question : asked) {
            if (question.answered()) {
                sameAnswer(client, question);
            }
            if (question.type().equals("send_agent_message_request") && random.nextInt(3) == 0) {
                join(story.anew(client, question));
            }
        }
        var answered = new ArrayList<>(story.answered());
        for (int i = 0; i < OLD_ONES && !answered.isEmpty(); i++) {
            sameAnswer(client, answered.get(random.nextInt(answered.size())));
        }
    }

    private void sameAnswer(LiveClient client, Asked question) {
        var again = join(story.again(client, question));
        if (!again.equals(question.answer().orElseThrow())) {
            ledger.problem("was answered " + question.answer().orElseThrow() + " and now " + again);
        }
    }

    private String join(Asked question) {
        repeated++;
        return question.reply().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
    }

    private void worksAgain(LiveClient client, String agent) {
        story.nextGroup();
        story.prompt(client, agent, story.agents().get(agent).equals("load") ? Script.items(3) : claude.brief());
        story.settle();
        if (!settlement.awaitRest(client, agent).equals("idle")) {
            ledger.problem("does not work again: " + agent);
        }
    }
}
