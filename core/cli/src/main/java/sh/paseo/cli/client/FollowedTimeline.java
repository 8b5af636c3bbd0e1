package sh.paseo.cli.client;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * An agent's events, each row of its timeline once and in order, whatever was missed on the way: rows that are missing are fetched, and
 * what
 * comes meanwhile waits.
 *
 * <p><b>Thread:</b> one; the answers to what it asks have to be brought there.
 *
 * <p><b>Errors:</b> {@link CliException} when the daemon does not tell what was missed, with {@code TIMELINE_FAILED} or the daemon's code.
 *
 * <p><b>Source:</b> spec/wire/04 §6; spec/reliability.md, "Messages".
 */
public final class FollowedTimeline {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final String agentId;
    private final Consumer<Request> ask;
    private final Consumer<JsonObject> events;
    private final TimelineCursor cursor = new TimelineCursor();
    private final Deque<JsonObject> waiting = new ArrayDeque<>();
    private boolean fetching;
    /** The last answer had nothing new: rows that are still missing do not exist. */
    private boolean nothingNew;

    /**
     * Of this agent, from its first row on unless {@link #shown} says more.
     *
     * @param ask sends a request whose answer comes to {@link #fetched}
     * @param events is given every event; a row that was fetched looks like one that came by itself
     */
    public FollowedTimeline(String agentId, Consumer<Request> ask, Consumer<JsonObject> events) {
        this.agentId = agentId;
        this.ask = ask;
        this.events = events;
    }

    /** Everything of this answer counts as shown. */
    public void shown(JsonObject timeline) {
        cursor.shown(timeline);
    }

    /** The payload of an {@code agent_stream} message of this agent. */
    public void received(JsonObject payload) {
        waiting.add(payload);
        pass();
    }

    /** Rows may have been missed: asks for them. Nothing is passed on until they are here. */
    public void catchUp() {
        // A request that is on its way is sent again by the connection, and answered for the time after.
        if (!fetching) {
            fetch();
        }
    }

    /** Whether nothing is missing. */
    public boolean upToDate() {
        return !fetching;
    }

    private void fetch() {
        fetching = true;
        var fields = Json.object().add("agentId", agentId).add("limit", 0).add("projection", "canonical");
        if (cursor.epoch().isEmpty()) {
            fields.add("direction", "tail");
        } else {
            fields.add("direction", "after").add("cursor", Json.object().add("epoch", cursor.epoch()).add("seq", cursor.seq()));
        }
        ask.accept(Request.of("fetch_agent_timeline_request", fields.build()).within(PATIENCE));
    }

    /** The answer to what was asked. */
    public void fetched(Reply reply) {
        JsonObject page = reply.payload();
        Json.filled(page, "error").ifPresent(error -> {
            throw new CliException("TIMELINE_FAILED", error);
        });
        nothingNew = Json.children(page, "entries").isEmpty();
        boolean beginsLate = cursor.epoch().isEmpty() && Json.isTrue(page, "hasOlder");
        if (beginsLate) {
            // Too much for one answer, which then holds the end of it: from the beginning on, piece by piece.
            cursor.at(Json.text(page, "epoch").orElse(""), 0);
        } else {
            cursor.shown(page);
            for (JsonObject entry : Json.children(page, "entries")) {
                events.accept(Json.object().add("type", "timeline").add("item", Json.child(entry, "item")).build());
            }
        }
        if (beginsLate || Json.isTrue(page, "hasNewer")) {
            fetch();
        } else {
            fetching = false;
            pass();
        }
    }

    private void pass() {
        while (!fetching && !waiting.isEmpty()) {
            JsonObject payload = waiting.peek();
            TimelineCursor.Place place = cursor.place(payload);
            if (place == TimelineCursor.Place.GAP && !nothingNew) {
                fetch();
                return;
            }
            waiting.remove();
            if (place == TimelineCursor.Place.GAP) {
                cursor.at(payload);
                nothingNew = false;
            }
            if (place != TimelineCursor.Place.OLD) {
                events.accept(Json.child(payload, "event"));
            }
        }
    }
}
