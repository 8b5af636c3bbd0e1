package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolState;

/** The tool calls of the current turn that have not ended. */
final class ToolCalls {
    private record Call(String tool, JsonObject input) {}

    private final Map<String, Call> open = new LinkedHashMap<>();

    /** The model begins to write a call, or has written it. */
    TimelineItem running(String id, String tool, JsonObject input) {
        open.put(id, new Call(tool, input));
        return item(id, tool, input, ToolState.RUNNING, Optional.empty());
    }

    boolean isOpen(String id) {
        return open.containsKey(id);
    }

    String tool(String id) {
        return open.containsKey(id) ? open.get(id).tool() : "";
    }

    /** What the call was asked to do; empty while the model still writes it. */
    JsonObject input(String id) {
        return open.containsKey(id) ? open.get(id).input() : JsonValue.EMPTY_JSON_OBJECT;
    }

    TimelineItem ended(String id, ToolOutput output, boolean rejected) {
        Call call = open.remove(id);
        ToolState state = rejected ? ToolState.CANCELED : output.failed() ? ToolState.FAILED : ToolState.COMPLETED;
        // What the CLI tells the model about a rejection is no output of the tool.
        return item(id, call.tool(), call.input(), state, rejected ? Optional.empty() : Optional.of(output));
    }

    /** The turn is over: what still runs in it has been abandoned. */
    List<TimelineItem> abandon() {
        List<TimelineItem> items = new ArrayList<>();
        open.forEach((id, call) -> items.add(item(id, call.tool(), call.input(), ToolState.CANCELED, Optional.empty())));
        open.clear();
        return items;
    }

    private static TimelineItem item(String id, String tool, JsonObject input, ToolState state, Optional<ToolOutput> output) {
        Optional<String> error = state == ToolState.FAILED ? output.map(ToolCalls::reason) : Optional.empty();
        return new TimelineItem.ToolCall(id, tool, state, ToolDetails.of(tool, input, output), error);
    }

    private static String reason(ToolOutput output) {
        return output.text().isBlank() ? "The tool failed." : ToolOutput.clip(output.text());
    }
}
