package sh.paseo.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FollowedTimelineTest {
    private final List<JsonObject> asked = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();
    private final FollowedTimeline timeline = new FollowedTimeline("a1", request -> asked.add(request.fields()), this::event);

    private void event(JsonObject event) {
        shown.add(event.getString("type").equals("timeline") ? event.getJsonObject("item").getString("text") : event.getString("type"));
    }

    private void row(int seq) {
        timeline.received(Json.read("{\"epoch\":\"e\",\"seq\":" + seq + ",\"event\":" + item(seq) + "}"));
    }

    private static String item(int seq) {
        return "{\"type\":\"timeline\",\"item\":{\"type\":\"assistant_message\",\"text\":\"" + seq + "\"}}";
    }

    private void page(int first, int last, String more) {
        List<String> entries = new ArrayList<>();
        for (int seq = first; seq <= last; seq++) {
            entries.add(item(seq));
        }
        timeline.fetched(new Reply.Answered(Json.read("{\"epoch\":\"e\",\"entries\":[" + String.join(",", entries) + "]," + more
                + "\"endCursor\":" + (first > last ? "null" : "{\"epoch\":\"e\",\"seq\":" + last + "}") + "}")));
    }

    private int askedAfter() {
        return asked.getLast().getJsonObject("cursor").getInt("seq");
    }

    @Test
    void rowsAreShownOnceAsTheyCome() {
        row(1);
        row(2);
        row(2);
        row(1);
        row(3);
        assertEquals(List.of("1", "2", "3"), shown);
        assertEquals(List.of(), asked);
    }

    @Test
    void gapIsFetchedAndWhatComesMeanwhileWaitsBehindIt() {
        row(1);
        row(4);
        timeline.received(Json.read("{\"event\":{\"type\":\"turn_completed\"}}"));
        assertEquals(List.of("1"), shown);
        assertFalse(timeline.upToDate());
        assertEquals(1, askedAfter());
        row(5);
        page(2, 4, "");
        assertEquals(List.of("1", "2", "3", "4", "turn_completed", "5"), shown);
        assertTrue(timeline.upToDate());
        assertEquals(1, asked.size());
    }

    @Test
    void rowThatCameBeforeTheAnswerButIsNotInItIsNotForgotten() {
        row(1);
        timeline.catchUp();
        row(2);
        row(3);
        page(2, 2, "");
        assertEquals(List.of("1", "2", "3"), shown);
    }

    @Test
    void longAbsenceIsFetchedPieceByPiece() {
        row(1);
        timeline.catchUp();
        page(2, 3, "\"hasNewer\":true,");
        assertEquals(3, askedAfter());
        page(4, 5, "\"hasNewer\":false,");
        assertEquals(List.of("1", "2", "3", "4", "5"), shown);
        assertTrue(timeline.upToDate());
    }

    @Test
    void timelineOfWhichNothingIsKnownIsFetchedFromItsBeginning() {
        timeline.catchUp();
        assertEquals("tail", asked.getLast().getString("direction"));
        page(8, 9, "\"hasOlder\":true,");
        assertEquals(0, askedAfter());
        assertEquals(List.of(), shown);
        page(1, 9, "");
        row(9);
        row(10);
        assertEquals(List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"), shown);
    }

    @Test
    void secondGapBeforeTheAnswerAsksNothingMore() {
        row(1);
        timeline.catchUp();
        timeline.catchUp();
        assertEquals(1, asked.size());
        page(2, 2, "");
        timeline.catchUp();
        assertEquals(2, asked.size());
    }

    @Test
    void rowsThatTheDaemonDoesNotHaveAreNotAskedForForEver() {
        row(1);
        row(3);
        page(1, 0, "");
        row(4);
        row(9);
        page(1, 0, "");
        assertEquals(List.of("1", "3", "4", "9"), shown);
        assertEquals(2, asked.size());
    }

    @Test
    void whatIsShownAlreadyIsNotShownAgain() {
        timeline.shown(Json.read("{\"endCursor\":{\"epoch\":\"e\",\"seq\":7}}"));
        row(7);
        row(8);
        assertEquals(List.of("8"), shown);
    }

    @Test
    void daemonThatCannotTellIsAnError() {
        timeline.catchUp();
        var gone = new Reply.Answered(Json.read("{\"error\":\"Agent not found: a1\",\"entries\":[]}"));
        CliException failed = assertThrows(CliException.class, () -> timeline.fetched(gone));
        assertEquals("TIMELINE_FAILED Agent not found: a1", failed.code() + " " + failed.getMessage());
    }
}
