package sh.paseo.cli;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.PrettyJson;
import sh.paseo.cli.text.SafeText;

/**
 * Asks a person at a terminal whether an agent may do something. Knows only text: what to show, and what a typed line means.
 *
 * <pre>
 *   CHOICE --a, w, d--> answer     CHOICE --y--> REASON --line--> answer     CHOICE --t--> detach
 *   QUESTION --line--> next QUESTION or answer
 * </pre>
 * <b>Source:</b> spec/wire/04 §9; questions as in 06 §6.
 */
final class PermissionPrompt {
    private static final int MAX_SHOWN = 2000;

    private final JsonObject request;
    private final List<JsonObject> actions;
    private final List<JsonObject> questions;
    private final jakarta.json.JsonObjectBuilder answers = Json.object();
    private int question;
    private boolean reason;

    /** What a line means. */
    sealed interface Step {
        /** This is the answer to send. */
        record Answer(JsonObject response) implements Step {}

        /** Show this and wait for another line. */
        record Ask(String text) implements Step {}

        /** Leave the request open and go. */
        record Detach() implements Step {}
    }

    PermissionPrompt(JsonObject request) {
        this.request = request;
        this.actions = Json.children(request, "actions");
        this.questions = Json.text(request, "kind").orElse("").equals("question") ? Json.children(Json.child(request, "input"), "questions")
                : List.of();
    }

    String id() {
        return Json.text(request, "id").orElse("");
    }

    /** What to show first; ends where the user types. */
    String text() {
        if (!questions.isEmpty()) {
            return question();
        }
        var text = new StringBuilder("[Permission] ").append(SafeText.line(Json.text(request, "name").orElse("?")));
        Json.filled(request, "title").ifPresent(title -> text.append(": ").append(SafeText.line(title)));
        text.append('\n');
        Json.filled(request, "description").ifPresent(description -> text.append("  ").append(SafeText.line(description)).append('\n'));
        String details = details();
        if (!details.isEmpty()) {
            text.append(details.indent(2));
        }
        for (int i = 0; i < actions.size(); i++) {
            text.append("  ").append(i + 1).append(") ").append(SafeText.line(Json.text(actions.get(i), "label").orElse("?"))).append('\n');
        }
        return text.append(choices()).toString();
    }

    private String choices() {
        String always = suggestions().isEmpty() ? "" : "  al[w]ays";
        return "[a]llow" + always + "  [d]eny  den[y] and say why  de[t]ach > ";
    }

    /** What the agent wants to do, as far as it says: the command, the text it writes, the change, else its whole input. */
    private String details() {
        JsonObject input = Json.child(request, "input");
        JsonObject detail = Json.child(request, "detail");
        String text = switch (Json.text(detail, "type").orElse("")) {
            case "write" -> joined(detail, "filePath", "content");
            case "edit" -> detail.containsKey("unifiedDiff") ? joined(detail, "filePath", "unifiedDiff")
                    : joined(detail, "filePath", "oldString", "newString");
            case "shell" -> joined(detail, "command");
            default -> Json.filled(input, "command").or(() -> Json.filled(input, "plan"))
                    .or(() -> Json.filled(Json.child(request, "metadata"), "planText")).orElse("");
        };
        String safe = SafeText.lines(text.isEmpty() && !input.isEmpty() ? PrettyJson.write(input) : text);
        return safe.length() > MAX_SHOWN ? safe.substring(0, MAX_SHOWN) + "\n…" : safe;
    }

    private static String joined(JsonObject detail, String... names) {
        return String.join("\n", List.of(names).stream().flatMap(name -> Json.filled(detail, name).stream()).toList());
    }

    private JsonArray suggestions() {
        return request.get("suggestions") instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
    }

    /** What the line that the user typed means. */
    Step typed(String line) {
        String word = line.trim();
        if (reason) {
            return deny(word);
        }
        if (!questions.isEmpty()) {
            return answered(word);
        }
        int action = number(word, actions.size());
        if (action > 0) {
            return act(actions.get(action - 1));
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "a", "allow", "yes" -> new Step.Answer(Json.object().add("behavior", "allow").build());
            case "w", "always" -> always();
            case "d", "deny", "no" -> deny("");
            case "y", "why" -> {
                reason = true;
                yield new Step.Ask("Why not? > ");
            }
            case "t", "detach" -> new Step.Detach();
            default -> new Step.Ask(choices());
        };
    }

    private Step always() {
        if (suggestions().isEmpty()) {
            return new Step.Ask("There is no rule to keep for this one.\n" + choices());
        }
        return new Step.Answer(Json.object().add("behavior", "allow").add("updatedPermissions", suggestions()).build());
    }

    private static Step deny(String why) {
        var response = Json.object().add("behavior", "deny");
        if (!why.isEmpty()) {
            response.add("message", why);
        }
        return new Step.Answer(response.build());
    }

    private static Step act(JsonObject action) {
        return new Step.Answer(Json.object().add("behavior", Json.text(action, "behavior").orElse("deny"))
                .add("selectedActionId", Json.value(action, "id")).build());
    }

    private String question() {
        JsonObject asked = questions.get(question);
        var text = new StringBuilder("[Question] ").append(SafeText.line(Json.text(asked, "question").orElse("?"))).append('\n');
        List<JsonObject> options = Json.children(asked, "options");
        for (int i = 0; i < options.size(); i++) {
            text.append("  ").append(i + 1).append(") ").append(SafeText.line(Json.text(options.get(i), "label").orElse("?")));
            Json.filled(options.get(i), "description").ifPresent(more -> text.append(" - ").append(SafeText.line(more)));
            text.append('\n');
        }
        String several = Json.isTrue(asked, "multiSelect") ? "numbers with commas" : "a number";
        return text.append(several).append(" or your own words, [d]eny, de[t]ach > ").toString();
    }

    private Step answered(String word) {
        switch (word) {
            case "" -> {
                return new Step.Ask(question());
            }
            case "d", "deny" -> {
                return deny("Dismissed by user");
            }
            case "t", "detach" -> {
                return new Step.Detach();
            }
            default -> answers.add(Json.text(questions.get(question), "header").orElse(""), chosen(questions.get(question), word));
        }
        question++;
        if (question < questions.size()) {
            return new Step.Ask(question());
        }
        JsonObject input = Json.object(Json.child(request, "input")).add("answers", answers).build();
        return new Step.Answer(Json.object().add("behavior", "allow").add("updatedInput", input).build());
    }

    private static String chosen(JsonObject question, String word) {
        List<JsonObject> options = Json.children(question, "options");
        List<String> labels = new java.util.ArrayList<>();
        for (String part : Json.isTrue(question, "multiSelect") ? word.split(",") : new String[] {word}) {
            int number = number(part.trim(), options.size());
            labels.add(number > 0 ? Json.text(options.get(number - 1), "label").orElse(part.trim()) : part.trim());
        }
        return String.join(", ", labels);
    }

    private static int number(String word, int max) {
        boolean digits = !word.isEmpty() && word.length() < 4 && word.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(word) : 0;
        return number <= max ? number : 0;
    }
}
