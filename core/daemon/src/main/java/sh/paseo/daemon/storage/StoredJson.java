package sh.paseo.daemon.storage;

import jakarta.json.JsonObject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.StoreException;

/** States and items as JSON text. <b>Thread</b>: any. */
final class StoredJson {
    private final Jsonb json;

    StoredJson(Jsonb json) {
        this.json = json;
    }

    String text(AgentState state) {
        return write("the state of agent " + state.id(), withDetails(state, StoredDetail::storable));
    }

    AgentState state(String agent, String text) {
        return withDetails(read("the state of agent " + agent, text, AgentState.class), StoredDetail::restored);
    }

    String text(TimelineItem item) {
        return write("an item", withDetail(item, StoredDetail::storable));
    }

    TimelineItem item(String where, String text) {
        return withDetail(read("the item of agent " + where, text, TimelineItem.class), StoredDetail::restored);
    }

    String text(Prompt prompt) {
        return write("a prompt", prompt);
    }

    Prompt prompt(String where, String text) {
        return read("a prompt of agent " + where, text, Prompt.class);
    }

    JsonObject object(String where, String text) {
        return read(where, text, JsonObject.class);
    }

    private String write(String what, Object value) {
        try {
            return json.toJson(value);
        } catch (JsonbException e) {
            throw new StoreException(StoreException.Code.IO, "Cannot write " + what + " as JSON: " + e.getMessage(), e);
        }
    }

    private <T> T read(String what, String text, Class<T> type) {
        try {
            return json.fromJson(text, type);
        } catch (JsonbException e) {
            throw new StoreException(StoreException.Code.DAMAGED, "Cannot read " + what + ": " + e.getMessage(), e);
        }
    }

    private static AgentState withDetails(AgentState state, UnaryOperator<ToolDetail> change) {
        List<PermissionRequest> permissions = state.activity().permissions();
        if (permissions.isEmpty()) {
            return state;
        }
        return state.with(state.activity().withPermissions(permissions.stream().map(p -> withDetail(p, change)).toList()));
    }

    private static PermissionRequest withDetail(PermissionRequest asked, UnaryOperator<ToolDetail> change) {
        Optional<ToolDetail> detail = asked.detail().map(change);
        return new PermissionRequest(asked.id(), asked.kind(), asked.name(), asked.title(), asked.description(), asked.input(), detail,
                asked.suggestions());
    }

    private static TimelineItem withDetail(TimelineItem item, UnaryOperator<ToolDetail> change) {
        return item instanceof TimelineItem.ToolCall(var id, var name, var state, var detail, var error)
                ? new TimelineItem.ToolCall(id, name, state, change.apply(detail), error)
                : item;
    }
}
