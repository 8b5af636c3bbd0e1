package sh.paseo.protocol.cassettes;

import java.util.Optional;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** Requests about recordings. */
public sealed interface CassetteRequest extends Request {
    /**
     * A page of what an agent's program was told and wrote.
     *
     * @param agentId id, beginning of an id, or title
     * @param after   where the page before ended; the first page has none
     */
    @Wire("paseo/agent/cassette")
    record Fetch(String agentId, Optional<CassettePayload.Place> after, Optional<String> requestId) implements CassetteRequest {}
}
