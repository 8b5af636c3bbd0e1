package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scripted model does with a prompt: a list of answers, each a list of steps. The first answer comes to the prompt, the
 * next to the results of the tools that the first one called, and so on.
 *
 * <p><b>Shape</b>: the last marker in the prompt chooses, {@code [[text]]}, {@code [[write]]}, … or
 * {@code [[script:BASE64URL]]} of {@code [[{"kind":"shell","command":"touch a"}],[{"kind":"text","text":"done"}]]}.
 */
public record Scenario(String name, List<List<Step>> answers) {
    private static final Pattern MARKER = Pattern.compile("\\[\\[(?:script:([A-Za-z0-9_=-]+)|([a-z0-9]+))\\]\\]");
    private static final Map<String, Scenario> KNOWN = known();

    public Scenario {
        answers = answers.stream().map(List::copyOf).toList();
    }

    /** Empty if the text holds no marker that is known. */
    public static Optional<Scenario> of(String prompt) {
        Matcher matcher = MARKER.matcher(prompt);
        Optional<Scenario> last = Optional.empty();
        while (matcher.find()) {
            Optional<Scenario> next = matcher.group(1) == null ? Optional.ofNullable(KNOWN.get(matcher.group(2)))
                    : Optional.of(script(matcher.group(1)));
            last = next.isPresent() ? next : last;
        }
        return last;
    }

    /** What comes after {@code round} rounds of tool results. */
    public List<Step> answer(int round) {
        return round < answers.size() ? answers.get(round) : List.of(new Step.Text("End of script."));
    }

    /** The marker for answers of your own. */
    public static String marker(JsonArray answers) {
        return "[[script:" + Base64.getUrlEncoder().withoutPadding().encodeToString(answers.toString().getBytes(StandardCharsets.UTF_8))
                + "]]";
    }

    private static Scenario script(String base64) {
        String json = new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            List<List<Step>> answers = new ArrayList<>();
            for (JsonValue answer : reader.readArray()) {
                JsonArray steps = answer instanceof JsonArray array ? array : Json.createArrayBuilder().add(answer).build();
                answers.add(steps.getValuesAs(JsonObject.class).stream().map(Scenario::step).toList());
            }
            return new Scenario("script", answers);
        } catch (JsonException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException("script is not a list of answers of steps: " + json, e);
        }
    }

    private static Step step(JsonObject step) {
        String kind = step.getString("kind");
        return switch (kind) {
            case "text" -> new Step.Text(step.getString("text"));
            case "think" -> new Step.Think(step.getString("text"));
            case "slow" -> new Step.Slow(step.getString("text"), step.getInt("n"), Duration.ofMillis(step.getInt("ms")));
            case "count" -> new Step.Count(step.getString("word"), step.getInt("n"), Duration.ofMillis(step.getInt("ms")));
            case "image" -> new Step.CountImages();
            case "http" -> new Step.Http(step.getInt("status"));
            case "tool" -> new Step.Tool(step.getString("name"), step.getJsonObject("input"));
            case "shell" -> new Step.Shell(step.getString("command"));
            case "write" -> new Step.Write(step.getString("path"), step.getString("content"));
            case "edit" -> new Step.Edit(step.getString("path"), step.getString("old"), step.getString("new"));
            case "read" -> new Step.Read(step.getString("path"));
            default -> throw new IllegalArgumentException("step of unknown kind \"" + kind + "\"");
        };
    }

    private static Map<String, Scenario> known() {
        Map<String, Scenario> known = new LinkedHashMap<>();
        add(known, "text", new Step.Text("Hello from the scripted model."));
        known.put("think", new Scenario("think",
                List.of(List.of(new Step.Think("Let me think about this carefully."), new Step.Text("I thought about it.")))));
        add(known, "shell", List.of(new Step.Text("Running a command."), new Step.Shell("echo hi > out.txt && cat out.txt")),
                said("Shell done."));
        add(known, "shellfail", List.of(new Step.Shell("echo oops >&2; exit 3")), said("It failed."));
        add(known, "write", List.of(new Step.Write("note.txt", "line one\nline two\n")), said("Write done."));
        add(known, "read", List.of(new Step.Read("note.txt")), said("Read done."));
        known.put("edit", new Scenario("edit", List.of(List.of(new Step.Read("note.txt")),
                List.of(new Step.Edit("note.txt", "line two", "line 2 edited")), said("Edit done."))));
        add(known, "multi", List.of(new Step.Shell("echo one"), new Step.Shell("echo two")), said("Both done."));
        add(known, "slow", new Step.Slow("tick ", 200, Duration.ofMillis(250)));
        add(known, "image", new Step.CountImages());
        add(known, "ask", List.of(new Step.Ask("Which colour?", List.of("Red", "Blue"))), said("Thanks for answering."));
        add(known, "plan", List.of(new Step.Plan("1. Do A\n2. Do B")), said("Plan handled."));
        Map<String, String> todo = new LinkedHashMap<>();
        todo.put("First step", "completed");
        todo.put("Second step", "in_progress");
        add(known, "todo", List.of(new Step.Todo(todo)), said("Todo done."));
        for (int status : new int[] {400, 401, 429, 500, 529}) {
            add(known, "err" + status, new Step.Http(status));
        }
        return Map.copyOf(known);
    }

    private static List<Step> said(String text) {
        return List.of(new Step.Text(text));
    }

    private static void add(Map<String, Scenario> known, String name, Step only) {
        known.put(name, new Scenario(name, List.of(List.of(only))));
    }

    private static void add(Map<String, Scenario> known, String name, List<Step> first, List<Step> second) {
        known.put(name, new Scenario(name, List.of(first, second)));
    }
}
