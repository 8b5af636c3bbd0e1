package sh.paseo.cli;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Optional;
import sh.paseo.cli.client.Json;

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
            epoch = Json.text(end, "epoch").orElse("");
            seq = Json.number(end, "seq").map(JsonNumber::longValue).orElse(0L);
        }
    }

    /** Where this stream payload stands; unless it is old, it counts as shown from here on. */
    Place place(JsonObject payload) {
        Optional<JsonNumber> number = Json.number(payload, "seq");
        if (number.isEmpty()) {
            return Place.NEXT;
        }
        long its = number.get().longValue();
        String itsEpoch = Json.text(payload, "epoch").orElse("");
        boolean begins = epoch.isEmpty() || !epoch.equals(itsEpoch);
        if (!begins && its <= seq) {
            return Place.OLD;
        }
        boolean gap = !begins && its > seq + 1;
        epoch = itsEpoch;
        seq = its;
        return gap ? Place.GAP : Place.NEXT;
    }

    String epoch() {
        return epoch;
    }

    long seq() {
        return seq;
    }
}
