package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** What must hold of a daemon that was killed, once it runs again. What does not goes into the ledger. */
final class Verdict {
    private static final long ANSWER_SECONDS = 60;
    private static final int OLD_ONES = 3;

    private final Story story;
    private final Ledger ledger;
    private final MortalAgent claude;
    private final Path home;
    private int repeated;
    private int unanswered;

    Verdict(Story story, Ledger ledger, MortalAgent claude, Path home) {
        this.story = story;
        this.ledger = ledger;
        this.claude = claude;
        this.home = home;
    }

    /** What was asked again, and why. */
    String repeats() {
        return repeated + " requests repeated of which " + unanswered + " had got no answer";
    }

    /** After a kill: looks, repeats what was asked before it, and gives the agents work again. */
    void after(LiveClient client, List<Asked> asked, Random random) throws IOException {
        try {
            var agents = list(client);
            nothingRuns();
            agents.values().forEach(this::isQuiet);
            var touched = new LinkedHashSet<String>();
            asked.forEach(question -> prompted(question).ifPresent(touched::add));
            for (var agent : touched) {
                var timeline = timeline(client, agent);
                prompts(timeline, false);
                asked.forEach(question -> ranOrIsSaidNotTo(question, timeline));
            }
            repeat(client, asked, random);
            story.settle();
            asked.forEach(question -> prompted(question).ifPresent(touched::add));
            if (!list(client).keySet().equals(story.agents().keySet())) {
                ledger.problem("agents are " + agents.keySet() + ", should be " + story.agents().keySet());
            }
            for (var agent : touched) {
                worksAgain(client, agent);
            }
            asked.forEach(this::ranOnce);
        } catch (CompletionException e) {
            ledger.problem("a request after the kill failed: " + e.getCause());
        }
    }

    private Optional<String> prompted(Asked question) {
        return Story.messageId(question).flatMap(id -> story.prompt(id).agent());
    }

    /** At the end: every timeline, from its first row. */
    void all(LiveClient client) {
        for (var agent : story.agents().keySet()) {
            prompts(timeline(client, agent), true);
        }
        for (var prompt : story.prompts()) {
            if (isMarked(prompt) && claude.timesRun(prompt.mark()) > 1) {
                ledger.problem("ran twice: " + prompt);
            }
        }
    }

    void nothingRuns() throws IOException {
        var ids = new HashSet<>(story.agents().keySet());
        var folder = home.resolve("agents");
        if (Files.isDirectory(folder)) {
            try (var folders = Files.list(folder)) {
                folders.forEach(path -> ids.add(path.getFileName().toString()));
            }
        }
        Leftovers.of(ids).forEach(process -> ledger.problem("still runs: " + process));
    }

    private Map<String, JsonObject> list(LiveClient client) {
        var answer = payload(client,
                story.request("fetch_agents_request").add("page", Json.createObjectBuilder().add("limit", 200)).build());
        if (answer.getJsonObject("pageInfo").getBoolean("hasMore")) {
            throw new IllegalStateException("too many agents for one page: more rounds need more pages");
        }
        var agents = new HashMap<String, JsonObject>();
        for (var entry : answer.getJsonArray("entries").getValuesAs(JsonObject.class)) {
            var agent = entry.getJsonObject("agent");
            if (agents.put(agent.getString("id"), agent) != null) {
                ledger.problem("listed twice: " + agent);
            }
        }
        story.agents().keySet().stream().filter(id -> !agents.containsKey(id)).forEach(id -> ledger.problem("agent " + id + " is lost"));
        return agents;
    }

    private void isQuiet(JsonObject agent) {
        if (!Set.of("idle", "error").contains(agent.getString("status")) || !agent.getJsonArray("pendingPermissions").isEmpty()) {
            ledger.problem("nobody works, and yet: " + agent);
        }
        var label = story.label(agent.getString("id"));
        if (label.isPresent() && Integer.parseInt(agent.getJsonObject("labels").getString("change", "0")) < Integer.parseInt(label.get())) {
            ledger.problem("label " + label.get() + " is lost: " + agent);
        }
    }

    private Timeline timeline(LiveClient client, String agent) {
        return Timeline.read(payload(client, story.request("fetch_agent_timeline_request").add("agentId", agent).add("direction", "tail")
                .add("limit", 0).add("projection", "canonical").build()), ledger);
    }

    /** @param allThere whether each prompt has been repeated until it was acknowledged */
    private void prompts(Timeline timeline, boolean allThere) {
        var accepted = story.accepted();
        for (var prompt : story.prompts()) {
            if (!prompt.agent().filter(timeline.agent()::equals).isPresent()) {
                continue;
            }
            var count = timeline.count(prompt.messageId());
            if (count > 1 || count == 0 && (allThere || accepted.contains(prompt.messageId()))) {
                ledger.problem("is there " + count + " times: " + prompt);
            }
            var said = timeline.said(prompt.messageId());
            if (prompt.says().filter(all -> !all.startsWith(said)).isPresent()) {
                ledger.problem(prompt + " was answered with " + said);
            }
            if (prompt.endless() && count == 1 && !timeline.interrupted(prompt.messageId())) {
                ledger.problem("not shown as interrupted: " + prompt);
            }
        }
    }

    /** What was answered gets the same answer; what was not is done now, if it was not done before. */
    private void repeat(LiveClient client, List<Asked> asked, Random random) {
        for (var question : asked) {
            if (question.answered()) {
                sameAnswer(client, question);
            } else {
                unanswered++;
                // A creation is known by its request alone.
                var same = question.type().equals("create_agent_request") || random.nextBoolean();
                join(same ? story.again(client, question) : story.anew(client, question));
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
        awaitIdle(client, agent);
        var provider = story.agents().get(agent);
        var question = story.prompt(client, agent, provider.equals("load") ? Script.items(3) : Script.free(claude.brief()));
        question.reply().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).join();
        story.settle();
        awaitIdle(client, agent);
        var timeline = timeline(client, agent);
        prompts(timeline, true);
        var prompt = story.prompt(Story.messageId(question).orElseThrow());
        if (provider.equals("load")) {
            if (!timeline.said(prompt.messageId()).equals(prompt.says().orElseThrow())) {
                ledger.problem(prompt + " was answered with " + timeline.said(prompt.messageId()));
            }
        } else if (claude.timesRun(prompt.mark()) != 1 || timeline.said(prompt.messageId()).isEmpty()) {
            ledger.problem(prompt + " ran " + claude.timesRun(prompt.mark()) + " times, answer: " + timeline.said(prompt.messageId()));
        }
    }

    void awaitIdle(LiveClient client, String agent) {
        var finished = payload(client, story.request("wait_for_finish_request").add("agentId", agent)
                .add("timeoutMs", TimeUnit.SECONDS.toMillis(ANSWER_SECONDS)).build());
        if (!finished.getString("status").equals("idle")) {
            ledger.problem("should be idle: " + finished);
        }
    }

    private void ranOrIsSaidNotTo(Asked question, Timeline timeline) {
        Story.messageId(question).map(story::prompt).filter(this::isMarked).ifPresent(prompt -> {
            if (timeline.count(prompt.messageId()) == 1 && !timeline.interruptedLater(prompt.messageId())
                    && claude.timesRun(prompt.mark()) == 0) {
                ledger.problem("neither ran nor is shown as interrupted: " + prompt);
            }
        });
    }

    private boolean isMarked(Told prompt) {
        return prompt.text().startsWith(prompt.mark());
    }

    private void ranOnce(Asked question) {
        Story.messageId(question).map(story::prompt).filter(this::isMarked).ifPresent(prompt -> {
            if (claude.timesRun(prompt.mark()) > 1 || claude.timesReceived(prompt.mark()) > 1) {
                ledger.problem("ran " + claude.timesRun(prompt.mark()) + " times, was received " + claude.timesReceived(prompt.mark())
                        + " times: " + prompt);
            }
        });
    }

    private static JsonObject payload(LiveClient client, JsonObject request) {
        return LiveClient.parse(client.ask(request).orTimeout(ANSWER_SECONDS + 10, TimeUnit.SECONDS).join()).getJsonObject("message")
                .getJsonObject("payload");
    }
}
