package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.testkit.FakeSessionContext;
import sh.paseo.testkit.IdleProcess;
import sh.paseo.testkit.JournalEntry;

/**
 * A recorded conversation that is taken over after each of its lines.
 *
 * <p>A session that was taken over starts at the last checkpoint and is followed to the next one. If its events are those of a
 * session that was never let go, and so is that checkpoint, then everything after it is too.
 */
final class Takeovers {
    /** After an entry: how many events there were, and the checkpoint if a turn ended. */
    private record Point(int events, Optional<String> checkpoint) {}

    private final Path folder;
    private final List<JournalEntry> entries;
    private final List<Point> points = new ArrayList<>();
    private final List<AgentEvent> events;

    Takeovers(Path folder, Transcript transcript) {
        this.folder = folder;
        this.entries = transcript.entries();
        points.add(new Point(0, Optional.empty()));
        try (FakeSessionContext context = session(Optional.empty())) {
            entries.forEach(entry -> points.add(live(context, entry)));
            events = context.sink().events();
        }
    }

    private FakeSessionContext session(Optional<JsonObject> checkpoint) {
        FakeSessionContext context = new FakeSessionContext(folder, JsonValue.EMPTY_JSON_OBJECT, Map.of());
        SessionSettings settings = new SessionSettings(folder, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
        context.open(new ClaudeProvider(), new OpenRequest.Reattach(settings, new IdleProcess(), Optional.empty(), checkpoint));
        return context;
    }

    private static Point live(FakeSessionContext context, JournalEntry entry) {
        int before = context.sink().events().size();
        context.live(List.of(entry));
        List<AgentEvent> all = context.sink().events();
        boolean ended = all.subList(before, all.size()).stream().anyMatch(AgentEvent.TurnEnded.class::isInstance);
        List<String> checkpoint = new ArrayList<>();
        if (ended) {
            context.call(session -> session.checkpoint().ifPresent(saved -> checkpoint.add(saved.toString())));
        }
        return new Point(all.size(), checkpoint.stream().findFirst());
    }

    /** The events of the session that was never let go. */
    List<AgentEvent> events() {
        return events;
    }

    void check() {
        int from = 0;
        // A session that finds nothing greets the agent itself.
        for (int cut = 1; cut <= entries.size(); cut++) {
            from = points.get(cut).checkpoint().isPresent() ? cut : from;
            int to = cut + 1;
            while (to < entries.size() && points.get(to).checkpoint().isEmpty()) {
                to++;
            }
            check(from, cut, Math.min(to, entries.size()));
        }
    }

    private void check(int from, int cut, int to) {
        String where = "from " + from + ", let go after " + cut + ", until " + to + " of " + entries.size();
        Optional<JsonObject> checkpoint = points.get(from).checkpoint().map(text -> Fields.parse(text).orElseThrow());
        try (FakeSessionContext context = session(checkpoint)) {
            context.replay(entries.subList(from, cut));
            int known = context.sink().events().size();
            Point last = points.get(cut);
            if (to > cut) {
                context.live(entries.subList(cut, to - 1));
                last = live(context, entries.get(to - 1));
            }
            List<AgentEvent> all = context.sink().events();
            assertEquals(events.subList(points.get(cut).events(), points.get(to).events()), all.subList(known, all.size()), where);
            assertEquals(points.get(to).checkpoint(), last.checkpoint(), where);
        }
    }
}
