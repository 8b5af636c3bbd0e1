package sh.paseo.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;

class ItemSizeTest {
    private static final int LENGTH = 10_000;
    private static final String TEXT = "x".repeat(LENGTH);
    private static final Optional<String> SOME = Optional.of(TEXT);
    private static final Optional<String> NONE = Optional.empty();

    static Stream<TimelineItem> itemsWithOneLongText() {
        JsonValue deep = Json.createObjectBuilder().add("a", Json.createArrayBuilder().add(1).add(TEXT)).build();
        Stream<ToolDetail> details = Stream.of(new ToolDetail.Shell(TEXT, NONE, NONE, OptionalInt.empty()),
                new ToolDetail.Shell("", NONE, SOME, OptionalInt.of(1)),
                new ToolDetail.ReadFile("", SOME, OptionalInt.of(1), OptionalInt.empty()),
                new ToolDetail.WriteFile("", SOME), new ToolDetail.EditFile("", SOME, NONE, NONE),
                new ToolDetail.EditFile("", NONE, NONE, SOME),
                new ToolDetail.Search("", NONE, SOME, List.of()), new ToolDetail.Search("", NONE, NONE, List.of(TEXT)),
                new ToolDetail.Fetch("", NONE, SOME, OptionalInt.empty()), new ToolDetail.SubAgent(NONE, NONE, NONE, TEXT),
                new ToolDetail.Plan(TEXT), new ToolDetail.PlainText(NONE, SOME), new ToolDetail.Other(deep, JsonValue.NULL));
        return Stream.concat(
                Stream.of(new TimelineItem.UserMessage(TEXT, NONE), new TimelineItem.AssistantText(TEXT), new TimelineItem.Reasoning(TEXT),
                        new TimelineItem.Todo(List.of(new TimelineItem.Todo.Entry(TEXT, true))), new TimelineItem.Notice(TEXT)),
                details.map(detail -> new TimelineItem.ToolCall("", "", ToolState.COMPLETED, detail, NONE)));
    }

    @ParameterizedTest
    @MethodSource("itemsWithOneLongText")
    void aLongTextCountsWhereverItStands(TimelineItem item) {
        long size = ItemSize.of(item);
        assertTrue(size >= LENGTH && size < LENGTH + 500, size + " for " + item.getClass());
    }

    static Stream<TimelineItem> itemsWithoutText() {
        return Stream.of(new TimelineItem.Compaction(true, NONE, OptionalLong.empty()), new TimelineItem.Notice(""));
    }

    @ParameterizedTest
    @MethodSource("itemsWithoutText")
    void nothingIsWithoutSize(TimelineItem item) {
        assertTrue(ItemSize.of(item) > 0);
    }
}
