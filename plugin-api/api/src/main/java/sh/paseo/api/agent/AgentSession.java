package sh.paseo.api.agent;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.PermissionId;
import sh.paseo.api.PluginException;
import sh.paseo.api.TurnId;

/**
 * One conversation with one agent.
 *
 * <p>State must be a function of what the agent wrote and what was sent to it: the host replays both, in their order, after a
 * restart. So a session changes its picture of the conversation only in {@link #onLine} and {@link #onSent}, and reads neither
 * clock nor randomness there.
 *
 * <p><b>Thread</b>: one call at a time, on the agent's session thread, except {@link #close}.
 */
public interface AgentSession extends AutoCloseable {
    /** A line the agent's process wrote. What is emitted into the sink belongs to the line and is stored with its position. */
    default void onLine(Line line, EventSink sink) {}

    /** A line of our own, in its place between the agent's lines: called once for each {@link Outbox#send}, and at replay. */
    default void onSent(Send send, EventSink sink) {}

    /** The agent's process has ended and every line of it was delivered. */
    default void onExit(ProcessExit exit, EventSink sink) {
        sink.emit(new AgentEvent.SessionLost(exit.describe("The agent")));
    }

    /**
     * A session that was opened by {@link OpenRequest.Reattach} has been shown all lines and sends up to where it stood; from here on
     * it lives. Called once, before anything else is asked of it.
     */
    default void replayed() {}

    /**
     * Whether a line that was begun before a crash arrived, judged by what the agent wrote since. Asked again as more comes, while the
     * answer is {@link Delivery#UNKNOWN}; so the session may send something harmless that makes the agent tell. After the end of the
     * process, it is asked a last time with all it wrote, and then of the session that goes on, without lines.
     *
     * @return {@code NO} if the line may be sent again
     */
    default Delivery delivered(Send send, List<Line> since) {
        return Delivery.UNKNOWN;
    }

    /** What replay may start from instead of the journal's beginning; asked at each end of a turn. */
    default Optional<JsonObject> checkpoint() {
        return Optional.empty();
    }

    /** Begins a turn. Exactly one {@link AgentEvent.TurnEnded} of this id follows. */
    void startTurn(TurnId turn, Prompt prompt);

    /** Asks the agent to stop the turn. Its {@link AgentEvent.TurnEnded} still follows; a turn that is over is no error. */
    void interrupt(TurnId turn);

    /** Answers a question asked by {@link AgentEvent.PermissionAsked}. May be repeated with the same answer. */
    void answer(PermissionId permission, PermissionAnswer answer);

    /** Changes a setting. Exactly one {@link AgentEvent.SettingChanged} or {@link AgentEvent.SettingRefused} follows. */
    default void select(Setting setting) {
        throw PluginException.unsupported(setting);
    }

    /** Commands the user may type after a slash; known once the session is ready. */
    default List<SlashCommand> commands() {
        return List.of();
    }

    /**
     * Ends the conversation. The host ends the process afterwards if it still runs.
     *
     * <p><b>Thread</b>: any, also while another call runs. <b>Limits</b>: 5 seconds. Idempotent, never throws.
     */
    @Override
    void close();
}
