package sh.paseo.api.agent;

import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.PermissionId;
import sh.paseo.api.SourceKey;
import sh.paseo.api.TurnId;

/**
 * What a session tells its host.
 *
 * <p><b>Order</b>: {@link SessionReady} is first and comes once. Between {@link TurnStarted} and exactly one {@link TurnEnded}
 * with the same id lie all events of that turn. {@link SessionLost} is last. A tool call's items share its id and end with one
 * that is not {@link ToolState#RUNNING}. Events out of order are dropped with a warning.
 */
public sealed interface AgentEvent {
    /**
     * The agent takes prompts.
     *
     * @param token with which the conversation can be resumed, once the agent has one
     * @param model the model in use, if the agent says so
     * @param mode  the permission mode in use, if the agent says so
     */
    record SessionReady(Optional<ResumeToken> token, Optional<String> model, Optional<String> mode) implements AgentEvent {
        public SessionReady {
            Objects.requireNonNull(token);
            Objects.requireNonNull(model);
            Objects.requireNonNull(mode);
        }
    }

    /** A turn has begun; for one the host asked for it may be left out. */
    record TurnStarted(TurnId turn) implements AgentEvent {
        public TurnStarted {
            Objects.requireNonNull(turn);
        }
    }

    /**
     * Something for the timeline.
     *
     * @param key names the item at its source if it did not come with a line of the journal; the store refuses it a second time
     */
    record Item(TurnId turn, Optional<SourceKey> key, TimelineItem item) implements AgentEvent {
        public Item {
            Objects.requireNonNull(turn);
            Objects.requireNonNull(key);
            Objects.requireNonNull(item);
        }

        public static Item of(TurnId turn, TimelineItem item) {
            return new Item(turn, Optional.empty(), item);
        }
    }

    /** The agent waits for its user. */
    record PermissionAsked(TurnId turn, PermissionRequest request) implements AgentEvent {
        public PermissionAsked {
            Objects.requireNonNull(turn);
            Objects.requireNonNull(request);
        }
    }

    /** The agent no longer waits for this answer. */
    record PermissionWithdrawn(PermissionId permission) implements AgentEvent {
        public PermissionWithdrawn {
            Objects.requireNonNull(permission);
        }
    }

    /** A setting has changed, because it was asked for or by the agent itself. */
    record SettingChanged(Setting setting) implements AgentEvent {
        public SettingChanged {
            Objects.requireNonNull(setting);
        }
    }

    /** A setting that was asked for stays as it was. */
    record SettingRefused(Setting setting, String reason) implements AgentEvent {
        public SettingRefused {
            Objects.requireNonNull(setting);
            Objects.requireNonNull(reason);
        }
    }

    /** What the conversation has used; cumulative. */
    record UsageReported(Usage usage) implements AgentEvent {
        public UsageReported {
            Objects.requireNonNull(usage);
        }
    }

    /** The turn is over. */
    record TurnEnded(TurnId turn, Outcome outcome) implements AgentEvent {
        public TurnEnded {
            Objects.requireNonNull(turn);
            Objects.requireNonNull(outcome);
        }
    }

    /** The conversation is gone; no event follows. A turn still open ends as failed with this reason. */
    record SessionLost(String reason) implements AgentEvent {
        public SessionLost {
            Objects.requireNonNull(reason);
        }
    }

    /** How a turn ended. */
    sealed interface Outcome {
        /** As the agent wanted. */
        record Completed() implements Outcome {}

        /**
         * By an error.
         *
         * @param code       short machine word if there is one, such as {@code authentication_failed}
         * @param diagnostic longer text for experts
         */
        record Failed(String message, Optional<String> code, Optional<String> diagnostic) implements Outcome {
            public Failed {
                Objects.requireNonNull(message);
                Objects.requireNonNull(code);
                Objects.requireNonNull(diagnostic);
            }

            public static Failed of(String message) {
                return new Failed(message, Optional.empty(), Optional.empty());
            }
        }

        /** By the user or the host. */
        record Interrupted(String reason) implements Outcome {
            public Interrupted {
                Objects.requireNonNull(reason);
            }
        }
    }
}
