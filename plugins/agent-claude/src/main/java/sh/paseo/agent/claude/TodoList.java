package sh.paseo.agent.claude;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.agent.TimelineItem;

/** The agent's list of things to do. Older CLIs write it whole ({@code TodoWrite}), newer ones an entry at a time. */
final class TodoList {
    private static final Set<String> TOOLS = Set.of("TodoWrite", "TaskCreate", "TaskUpdate");
    /** An agent that makes more tasks than this loses the oldest from view. */
    private static final int MOST_ENTRIES = 500;

    private record Entry(String text, boolean completed) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    static boolean writes(String tool) {
        return TOOLS.contains(tool);
    }

    /** The list after a successful call of one of the tools. */
    Optional<TimelineItem> after(String tool, JsonObject input, ToolOutput output) {
        switch (tool) {
            case "TodoWrite" -> {
                entries.clear();
                Fields.objects(input, "todos").forEach(todo -> put(Integer.toString(entries.size() + 1),
                        Fields.text(todo, "content", ""), Fields.text(todo, "status", "")));
            }
            case "TaskCreate" -> put(Fields.text(Fields.object(output.fields(), "task"), "id")
                    .orElseGet(() -> Integer.toString(entries.size() + 1)), Fields.text(input, "subject", ""), "pending");
            case "TaskUpdate" -> update(input);
            default -> {
                return Optional.empty();
            }
        }
        List<TimelineItem.Todo.Entry> list = entries.values().stream()
                .map(entry -> new TimelineItem.Todo.Entry(entry.text(), entry.completed())).toList();
        return Optional.of(new TimelineItem.Todo(list));
    }

    private void update(JsonObject input) {
        String id = Fields.text(input, "taskId", "");
        String status = Fields.text(input, "status", "");
        Entry known = entries.get(id);
        if (known == null) {
            return;
        }
        if (status.equals("deleted")) {
            entries.remove(id);
            return;
        }
        String kept = known.completed() ? "completed" : "pending";
        put(id, Fields.text(input, "subject", known.text()), status.isEmpty() ? kept : status);
    }

    private void put(String id, String text, String status) {
        entries.put(id, new Entry(text, status.equals("completed")));
        if (entries.size() > MOST_ENTRIES) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    JsonArrayBuilder save() {
        JsonArrayBuilder saved = Fields.JSON.createArrayBuilder();
        entries.forEach((id, entry) -> saved.add(Fields.JSON.createObjectBuilder().add("id", id).add("text", entry.text())
                .add("status", entry.completed() ? "completed" : "pending")));
        return saved;
    }

    void load(List<JsonObject> saved) {
        saved.forEach(entry -> put(Fields.text(entry, "id", ""), Fields.text(entry, "text", ""), Fields.text(entry, "status", "")));
    }
}
