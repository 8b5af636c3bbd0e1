package sh.paseo.engine;

import java.util.Objects;
import sh.paseo.api.AgentId;

/**
 * Everything the daemon knows about one agent, but for its timeline. Replaced, never changed, by the agent's writer, and stored
 * whole with each commit.
 *
 * <p><b>Shape</b>: stored as JSON; a component added later must accept its absence.
 */
public record AgentState(Identity identity, Profile profile, Activity activity, Conversation conversation, Progress progress) {
    public AgentState {
        Objects.requireNonNull(identity);
        Objects.requireNonNull(profile);
        Objects.requireNonNull(activity);
        Objects.requireNonNull(conversation);
        Objects.requireNonNull(progress);
    }

    public AgentId id() {
        return identity.id();
    }

    public AgentState with(Profile next) {
        return new AgentState(identity, next, activity, conversation, progress);
    }

    public AgentState with(Activity next) {
        return new AgentState(identity, profile, next, conversation, progress);
    }

    public AgentState with(Conversation next) {
        return new AgentState(identity, profile, activity, next, progress);
    }

    public AgentState with(Progress next) {
        return new AgentState(identity, profile, activity, conversation, next);
    }
}
