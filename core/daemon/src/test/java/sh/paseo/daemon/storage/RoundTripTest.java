package sh.paseo.daemon.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;
import sh.paseo.engine.AgentState;

class RoundTripTest {
    private final StoredJson json = new StoredJson(Samples.JSON);

    static List<TimelineItem> items() {
        return List.of(
                new TimelineItem.UserMessage("hi \ud83d\ude00 \u0000 \u2028 \"quoted\" \\", Optional.of("m")),
                new TimelineItem.UserMessage("", Optional.empty()),
                new TimelineItem.AssistantText("x"),
                new TimelineItem.Reasoning("why"),
                new TimelineItem.ToolCall("c", "Bash", ToolState.RUNNING, new ToolDetail.Plan("p"), Optional.empty()),
                new TimelineItem.Todo(List.of(new TimelineItem.Todo.Entry("a", true), new TimelineItem.Todo.Entry("b", false))),
                new TimelineItem.Todo(List.of()),
                new TimelineItem.Notice("n"),
                new TimelineItem.Compaction(true, Optional.of("auto"), OptionalLong.of(Long.MAX_VALUE)),
                new TimelineItem.Compaction(false, Optional.empty(), OptionalLong.empty()));
    }

    @ParameterizedTest
    @MethodSource("items")
    void itemComesBackAsItWas(TimelineItem item) {
        assertEquals(item, json.item("a", json.text(item)));
    }

    @ParameterizedTest
    @MethodSource("sh.paseo.daemon.storage.Samples#details")
    void toolCallComesBackWithItsDetail(ToolDetail detail) {
        TimelineItem call = Samples.call(detail);
        assertEquals(call, json.item("a", json.text(call)));
    }

    @Test
    void everyKindOfItemAndDetailIsTried() {
        assertEquals(TimelineItem.class.getPermittedSubclasses().length, items().stream().map(Object::getClass).distinct().count());
        assertEquals(ToolDetail.class.getPermittedSubclasses().length, Samples.details().stream().map(Object::getClass).distinct().count());
    }

    @Test
    void stateComesBackWithEveryComponentAndWithNone() {
        AgentState full = Samples.full("a");
        assertEquals(full, json.state("a", json.text(full)));
        AgentState bare = Samples.bare("a");
        assertEquals(bare, json.state("a", json.text(bare)));
    }

    @Test
    void permissionWithoutDetailComesBack() {
        AgentState bare = Samples.bare("a");
        AgentState asking = bare.with(bare.activity().withPermissions(List.of(Samples.permission("p", Optional.empty()))));
        assertEquals(asking, json.state("a", json.text(asking)));
    }
}
