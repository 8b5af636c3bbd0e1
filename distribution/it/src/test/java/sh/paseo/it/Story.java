package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** All that the client asked for over all lives of the daemon: agents, prompts, and what it was answered. */
final class Story {
    private static final long ANSWER_SECONDS = 120;

    private final Path work;
    private final Ledger ledger;
    private final Map<String, String> agents = new HashMap<>();
    private final Map<String, Told> prompts = new LinkedHashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, Boolean> allowed = new HashMap<>();
    private final Set<String> atRisk = new HashSet<>();
    private int settled;
    private int numbers;
    private int group;

    Story(Path work, Ledger ledger) {
        this.work = work;
        this.ledger = ledger;
    }

    /** What agents are told from now on does not meet what they were told before. */
    void nextGroup() {
        group++;
    }

    /** Asks for an agent with a first prompt. */
    Asked create(LiveClient client, String provider, Script script) {
        var prompt = tell(Optional.empty(), script);
        return ask(client, request("create_agent_request")
                .add("config", Json.createObjectBuilder().add("provider", provider).add("cwd", work.toString()))
                .add("initialPrompt", prompt.text()).add("clientMessageId", prompt.messageId()));
    }

    Asked prompt(LiveClient client, String agent, Script script) {
        var prompt = tell(Optional.of(agent), script);
        return ask(client, request("send_agent_message_request").add("agentId", agent).add("text", prompt.text())
                .add("messageId", prompt.messageId()));
    }

    Asked label(LiveClient client, String agent) {
        return ask(client, request("update_agent_request").add("agentId", agent)
                .add("labels", Json.createObjectBuilder().add("change", Integer.toString(numbers))));
    }

    /** Asks once more, as a client does that got no answer. */
    Asked again(LiveClient client, Asked before) {
        return ask(client, Json.createObjectBuilder(before.request()));
    }

    /** Gives the same prompt with another request, as a client does that forgot what it asked. */
    Asked anew(LiveClient client, Asked before) {
        return ask(client, Json.createObjectBuilder(before.request()).addAll(request(before.type())));
    }

    /** A request that changes nothing. */
    JsonObjectBuilder request(String type) {
        return Json.createObjectBuilder().add("type", type).add("requestId", "r-" + ++numbers);
    }

    private Told tell(Optional<String> agent, Script script) {
        var prompt = new Told("m-" + ++numbers, "prompt " + numbers + ";", agent, group, script);
        prompts.put(prompt.messageId(), prompt);
        return prompt;
    }

    /** Allows or denies what the agent asks for in this prompt; always the same. */
    void answer(LiveClient client, Told prompt, String question, boolean wanted) {
        var allow = allowed.computeIfAbsent(prompt.messageId(), any -> wanted);
        client.tell(Json.createObjectBuilder().add("type", "agent_permission_response").add("agentId", prompt.agent().orElseThrow())
                .add("requestId", question).add("response", Json.createObjectBuilder().add("behavior", allow ? "allow" : "deny")).build());
    }

    /** What the user said to the prompt's question; empty if it was not asked. */
    Optional<Boolean> allowed(Told prompt) {
        return Optional.ofNullable(allowed.get(prompt.messageId()));
    }

    /** The program of this agent, or of those not known yet, is about to be killed: what it was told in this group may fail. */
    void risk(Optional<String> agent) {
        prompts.values().stream().filter(prompt -> prompt.group() == group && prompt.agent().equals(agent))
                .forEach(prompt -> atRisk.add(prompt.messageId()));
    }

    boolean atRisk(Told prompt) {
        return atRisk.contains(prompt.messageId());
    }

    private Asked ask(LiveClient client, JsonObjectBuilder request) {
        var message = request.build();
        var question = new Asked(message, client.ask(message));
        asked.add(question);
        return question;
    }

    /** Waits for the answers to all that was asked since, and takes note of them; returns what was asked. */
    List<Asked> settle() {
        var since = List.copyOf(asked.subList(settled, asked.size()));
        settled = asked.size();
        for (var question : since) {
            question.reply().orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS).exceptionally(failure -> null).join();
            if (!question.answered()) {
                ledger.problem("was not answered: " + question.request());
            } else if (!question.granted() && !mayFail(question)) {
                ledger.problem("refused: " + question.request() + ": " + question.payload());
            } else if (question.granted() && question.type().equals("create_agent_request")) {
                made(question);
            } else if (question.granted() && question.type().equals("update_agent_request")) {
                labels.put(question.request().getString("agentId"), question.request().getJsonObject("labels").getString("change"));
            }
        }
        return since;
    }

    private boolean mayFail(Asked question) {
        return messageId(question).filter(atRisk::contains).isPresent();
    }

    private void made(Asked creation) {
        var agent = creation.payload().getString("agentId");
        agents.put(agent, creation.request().getJsonObject("config").getString("provider"));
        prompts.computeIfPresent(creation.request().getString("clientMessageId"), (id, prompt) -> prompt.to(agent));
    }

    /** Agents that the daemon said it made, by the provider. */
    Map<String, String> agents() {
        return Map.copyOf(agents);
    }

    Set<String> agentsOf(String provider) {
        var found = new TreeSet<String>();
        agents.forEach((id, of) -> {
            if (of.equals(provider)) {
                found.add(id);
            }
        });
        return found;
    }

    List<Told> prompts() {
        return List.copyOf(prompts.values());
    }

    /** What an agent was told, the oldest first. */
    List<Told> prompts(String agent) {
        return prompts.values().stream().filter(prompt -> prompt.isFor(agent)).toList();
    }

    Told prompt(Asked question) {
        return prompts.get(messageId(question).orElseThrow());
    }

    /** Ids of the prompts that the daemon said it took. */
    Set<String> accepted() {
        var accepted = new TreeSet<String>();
        asked.stream().filter(Asked::granted).forEach(question -> messageId(question).ifPresent(accepted::add));
        return accepted;
    }

    static Optional<String> messageId(Asked question) {
        return Optional.ofNullable(question.request().getString("messageId", question.request().getString("clientMessageId", null)));
    }

    /** What was asked and answered, the oldest first. */
    List<Asked> answered() {
        return asked.stream().filter(Asked::answered).toList();
    }

    /** The label that the daemon last said it set. */
    Optional<String> label(String agent) {
        return Optional.ofNullable(labels.get(agent));
    }
}
