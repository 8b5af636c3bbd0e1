package sh.paseo.api.agent;

import java.util.Optional;
import java.util.function.LongFunction;
import sh.paseo.api.TurnId;

/**
 * The way to the agent's standard input. A line is recorded durably before it is written.
 *
 * <p><b>Thread</b>: the session thread. <b>Errors</b>: none here; an agent that does not read is reported by the host.
 */
public interface Outbox {
    /**
     * Sends one line.
     *
     * @param turn the turn the line belongs to
     * @param line makes the line, without its line end, from the send's number; numbers rise over the agent's whole life, so
     *             they serve as request ids that never come twice
     */
    Send send(Optional<TurnId> turn, LongFunction<String> line);
}
