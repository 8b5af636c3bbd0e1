package sh.paseo.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.SourceKey;
import sh.paseo.api.agent.TimelineItem;

/** A step in the making. Confined to one call of {@link AgentRules#reduce}. */
final class Draft {
    private final Instant now;
    private final long nanos;
    private final List<Output> outputs = new ArrayList<>();
    private AgentState state;
    private Live live;

    Draft(AgentState state, Live live, Instant now, long nanos) {
        this.state = state;
        this.live = live;
        this.now = now;
        this.nanos = nanos;
    }

    AgentState state() {
        return state;
    }

    Activity activity() {
        return state.activity();
    }

    Live live() {
        return live;
    }

    Instant now() {
        return now;
    }

    long nanos() {
        return nanos;
    }

    void state(AgentState next) {
        state = next;
    }

    void activity(Activity next) {
        state = state.with(next);
    }

    void live(Live next) {
        live = next;
    }

    void append(TimelineItem item, Optional<SourceKey> key) {
        outputs.add(new Output.Append(item, key));
    }

    void announce(Announcement announcement) {
        outputs.add(new Output.Announce(announcement));
    }

    /** Stamps the change and tells clients how the agent stands now. */
    void changed() {
        activity(activity().with(activity().times().touched(now)));
        announce(new Announcement.StateChanged(state));
    }

    void act(Effect effect) {
        outputs.add(new Output.Act(effect));
    }

    void output(Output output) {
        outputs.add(output);
    }

    void reply(long ticket) {
        outputs.add(new Output.Reply(ticket, Optional.empty()));
    }

    void refuse(long ticket, EngineException.Code code, String message) {
        outputs.add(new Output.Reply(ticket, Optional.of(new EngineException(code, message))));
    }

    Step step() {
        return new Step(state, live, outputs);
    }
}
