package sh.paseo.protocol.timeline;

import java.util.Optional;
import java.util.OptionalInt;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** Requests about timelines. <b>Source</b>: wire specification 04, section 6. */
public sealed interface TimelineRequest extends Request {
    /** A piece of a timeline. */
    @Wire("fetch_agent_timeline_request")
    record Fetch(Optional<String> requestId, String agentId, Optional<String> direction, Optional<Cursor> cursor, OptionalInt limit,
            Optional<String> projection) implements TimelineRequest {}
}
