package sh.paseo.protocol.cassettes;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;

/** Answers about recordings. */
public sealed interface CassettePayload extends Payload {
    /**
     * Lines in their order, with secrets taken out.
     *
     * @param next  where the next page begins; empty if this is the last
     * @param error why there is no recording
     */
    @Wire("paseo/agent/cassette/response")
    record Page(String requestId, String agentId, String provider, String process, List<Entry> entries, Optional<Place> next,
            Optional<String> error) implements CassettePayload {}

    /**
     * A line.
     *
     * @param kind   {@code in} was written to the program, {@code out} came from it
     * @param text   without the line end; empty if the line is too long for a recording
     * @param start  of an {@code out}, offset in the program's output, bytes
     * @param end    after its line end
     * @param number of an {@code in}; rises over the agent's life
     * @param turn   the turn an {@code in} belongs to
     */
    record Entry(String kind, Optional<String> text, OptionalLong start, OptionalLong end, OptionalLong number, Optional<String> turn) {}

    /**
     * A place in a recording; clients hand it back as they got it.
     *
     * @param process the agent's process
     * @param offset  in its output, bytes
     * @param number  of the last line to the agent that was told
     * @param until   where the recording ends, bytes: what the program had written when it was begun
     * @param last    of the lines to the agent that had been sent then
     */
    record Place(String process, long offset, long number, long until, long last) {}
}
