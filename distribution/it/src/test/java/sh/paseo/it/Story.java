package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All that the client asked for over all lives of the daemon: agents, prompts, and what it was answered. */
final class Story {
    private final Path work;
    private final Ledger ledger;
    private final Map<String, String> agents = new HashMap<>();
    private final Map<String, Told> prompts = new LinkedHashMap<>();
    private final List<Asked> asked = new ArrayList<>();
    private final Map<String, String> labels = new HashMap<>();
    private int settled;
    private int numbers;

    Story(Path work, Ledger ledger) {
        this.work = work;
        this.ledger = ledger;
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
        var mark = "prompt " + ++numbers + ";";
        var prompt = new Told("m-" + numbers, mark, agent, script.free() ? mark + " " + script.text() : script.text(), script.endless(),
                script.says());
        prompts.put(prompt.messageId(), prompt);
        return prompt;
    }

    private Asked ask(LiveClient client, JsonObjectBuilder request) {
        var message = request.build();
        var question = new Asked(message, client.ask(message));
        asked.add(question);
        return question;
    }

    /** Takes note of the answers that came since; returns what was asked since. */
    List<Asked> settle() {
        var since = List.copyOf(asked.subList(settled, asked.size()));
        settled = asked.size();
        for (var question : since) {
            if (question.answered() && !question.granted()) {
                ledger.problem("refused: " + question.request() + ": " + question.payload());
            } else if (question.granted() && question.type().equals("create_agent_request")) {
                made(question);
            } else if (question.granted() && question.type().equals("update_agent_request")) {
                labels.put(question.request().getString("agentId"), question.request().getJsonObject("labels").getString("change"));
            }
        }
        return since;
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

    Told prompt(String messageId) {
        return prompts.get(messageId);
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
