package sh.paseo.agent.claude;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;

/**
 * Work that the agent gave to agents of its own. Mostly they run in the background: their tool call ends at once, and what they
 * found comes later, maybe between two turns; it is kept then until the next turn begins.
 */
final class SubAgents {
    /** Of one sub-agent, characters. */
    private static final int MOST_LOG = 64 * 1024;
    private static final int MOST_CHILDREN = 200;

    private record Child(String tool, ToolState state, ToolDetail.SubAgent detail) {
        TimelineItem.ToolCall item(String id) {
            Optional<String> error = state == ToolState.FAILED ? Optional.of("The sub-agent failed.") : Optional.empty();
            return new TimelineItem.ToolCall(id, tool, state, detail, error);
        }

        Child with(ToolState next, String log) {
            return new Child(tool, next, new ToolDetail.SubAgent(detail.agentType(), detail.description(), detail.session(), log));
        }
    }

    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Map<String, Child> late = new LinkedHashMap<>();

    /** Follows a tool call if it is one of a sub-agent, and adds what is known of its work. */
    TimelineItem track(TimelineItem item) {
        if (!(item instanceof TimelineItem.ToolCall call) || !(call.detail() instanceof ToolDetail.SubAgent detail)) {
            return item;
        }
        String log = children.containsKey(call.id()) ? children.get(call.id()).detail().log() : "";
        Child child = new Child(call.name(), call.state(), detail).with(call.state(), join(log, detail.log()));
        boolean over = call.state() != ToolState.RUNNING && detail.session().isEmpty();
        if (over) {
            children.remove(call.id());
        } else if (children.containsKey(call.id()) || children.size() < MOST_CHILDREN) {
            children.put(call.id(), child);
        }
        return new TimelineItem.ToolCall(call.id(), call.name(), call.state(), child.detail(), call.error());
    }

    /** A sub-agent has said something; the item is for showing now. */
    Optional<TimelineItem> heard(String id, String text) {
        Child child = children.computeIfPresent(id, (key, known) -> known.with(known.state(), join(known.detail().log(), text)));
        return Optional.ofNullable(child).filter(c -> c.state() == ToolState.RUNNING).map(c -> c.item(id));
    }

    /** A sub-agent in the background has ended; shown when {@link #takeLate} is called in a turn. */
    void ended(String id, String status, String summary) {
        Child child = children.remove(id);
        if (child != null) {
            ToolState state = switch (status) {
                case "failed" -> ToolState.FAILED;
                case "killed", "stopped" -> ToolState.CANCELED;
                default -> ToolState.COMPLETED;
            };
            late.put(id, child.with(state, join(child.detail().log(), summary)));
        }
    }

    List<TimelineItem> takeLate() {
        List<TimelineItem> items = new ArrayList<>();
        late.forEach((id, child) -> items.add(child.item(id)));
        late.clear();
        return items;
    }

    private static String join(String log, String more) {
        if (more.isBlank() || log.endsWith(more)) {
            return log;
        }
        String joined = log.isEmpty() ? more : log + '\n' + more;
        return joined.length() <= MOST_LOG ? joined : joined.substring(joined.length() - MOST_LOG);
    }

    JsonObject save() {
        return Fields.JSON.createObjectBuilder().add("children", save(children)).add("late", save(late)).build();
    }

    void load(JsonObject saved) {
        Fields.objects(saved, "children").forEach(child -> children.put(Fields.text(child, "id", ""), child(child)));
        Fields.objects(saved, "late").forEach(child -> late.put(Fields.text(child, "id", ""), child(child)));
    }

    private static JsonArrayBuilder save(Map<String, Child> some) {
        JsonArrayBuilder saved = Fields.JSON.createArrayBuilder();
        some.forEach((id, child) -> saved.add(Fields.JSON.createObjectBuilder().add("id", id).add("tool", child.tool())
                .add("state", child.state().name()).add("kind", child.detail().agentType().orElse(""))
                .add("description", child.detail().description().orElse("")).add("session", child.detail().session().orElse(""))
                .add("log", child.detail().log())));
        return saved;
    }

    private static Child child(JsonObject saved) {
        ToolDetail.SubAgent detail = new ToolDetail.SubAgent(word(saved, "kind"), word(saved, "description"), word(saved, "session"),
                Fields.text(saved, "log", ""));
        return new Child(Fields.text(saved, "tool", "Agent"), ToolState.valueOf(Fields.text(saved, "state", "COMPLETED")), detail);
    }

    private static Optional<String> word(JsonObject saved, String name) {
        return Fields.text(saved, name).filter(text -> !text.isEmpty());
    }
}
