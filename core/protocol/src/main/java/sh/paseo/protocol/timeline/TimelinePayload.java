package sh.paseo.protocol.timeline;

import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbTypeSerializer;
import java.util.List;
import java.util.Optional;
import sh.paseo.protocol.NullIfEmpty;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;
import sh.paseo.protocol.agents.AgentSnapshot;

/** Answers about timelines. <b>Source</b>: wire specification 04, section 6. */
public sealed interface TimelinePayload extends Payload {
    /** A piece of a timeline. */
    @Wire("fetch_agent_timeline_response")
    record Page(String requestId, String agentId, @JsonbTypeSerializer(NullIfEmpty.class) Optional<AgentSnapshot> agent, String direction,
            String projection,
            String epoch, boolean reset, boolean staleCursor, boolean gap, Window window,
            @JsonbTypeSerializer(NullIfEmpty.class) Optional<Cursor> startCursor,
            @JsonbTypeSerializer(NullIfEmpty.class) Optional<Cursor> endCursor, boolean hasOlder, boolean hasNewer, List<Entry> entries,
            @JsonbNillable Optional<String> error) implements TimelinePayload {}

    /** Which rows there are. */
    record Window(long minSeq, long maxSeq, long nextSeq) {}

    /** One or several rows. */
    record Entry(String provider, Item item, String timestamp, long seqStart, long seqEnd, List<Range> sourceSeqRanges,
            List<String> collapsed) {}

    /** Rows from one to another. */
    record Range(long startSeq, long endSeq) {}
}
