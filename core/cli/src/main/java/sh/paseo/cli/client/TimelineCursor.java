package sh.paseo.cli.client;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Optional;

/** The newest row of a timeline that was shown. <b>Source:</b> spec/wire/04 §6, the client's algorithm. */
final class TimelineCursor {
    private String epoch = "";
    private long seq;

    /** Where an event stands against what was shown. */
    enum Place {
        /** The next row, or none at all. */
        NEXT,
        /** Shown already. */
        OLD,
        /** Rows before it are missing. */
        GAP
    }

    /** Everything of this timeline answer counts as shown. */
    void shown(JsonObject timeline) {
        JsonObject end = Json.child(timeline, "endCursor");
        if (!end.isEmpty()) {
            at(Json.text(end, "epoch").orElse(""), Json.number(end, "seq").map(JsonNumber::longValue).orElse(0L));
        }
    }

    /** Everything up to this row counts as shown. */
    void at(String itsEpoch, long its) {
        epoch = itsEpoch;
        seq = its;
    }

    /** Everything up to the row of this stream payload counts as shown. */
    void at(JsonObject payload) {
        at(Json.text(payload, "epoch").orElse(""), number(payload).orElse(seq));
    }

    private static Optional<Long> number(JsonObject payload) {
        return Json.number(payload, "seq").map(JsonNumber::longValue);
    }

    /** Where this stream payload stands; the next row counts as shown from here on. */
    Place place(JsonObject payload) {
        Optional<Long> its = number(payload);
        if (its.isEmpty()) {
            return Place.NEXT;
        }
        boolean begins = epoch.isEmpty() || !epoch.equals(Json.text(payload, "epoch").orElse(""));
        if (!begins && its.get() != seq + 1) {
            return its.get() <= seq ? Place.OLD : Place.GAP;
        }
        at(payload);
        return Place.NEXT;
    }

    String epoch() {
        return epoch;
    }

    long seq() {
        return seq;
    }
}
