package sh.paseo.engine;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.PermissionRequest;

/**
 * What an agent is doing.
 *
 * @param turn        the turn that runs or is about to
 * @param permissions questions that wait for the user, oldest first
 * @param answers     what the user answered in the running turn, oldest first
 * @param updatedAt   rises by at least a millisecond with every change; clients order by it
 */
public record Activity(Lifecycle lifecycle, Optional<TurnId> turn, List<PermissionRequest> permissions, List<GivenAnswer> answers,
        Optional<String> lastError, Optional<Attention> attention, Times times) {
    /** Why the user should look. */
    public record Attention(Reason reason, Instant since) {
        /** The reasons. */
        public enum Reason {
            FINISHED,
            ERROR,
            PERMISSION
        }

        public Attention {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(since);
        }
    }

    /** When things happened. */
    public record Times(Instant updatedAt, Optional<Instant> lastUserMessageAt, Optional<Instant> archivedAt) {
        public Times {
            Objects.requireNonNull(updatedAt);
            Objects.requireNonNull(lastUserMessageAt);
            Objects.requireNonNull(archivedAt);
        }

        /** The next time of change: now, or a millisecond after the last one if the clock has not moved. */
        public Times touched(Instant now) {
            Instant next = now.isAfter(updatedAt) ? now : updatedAt.plusMillis(1);
            return new Times(next, lastUserMessageAt, archivedAt);
        }

        public Times prompted(Instant at) {
            return new Times(updatedAt, Optional.of(at), archivedAt);
        }

        public Times archived(Optional<Instant> at) {
            return new Times(updatedAt, lastUserMessageAt, at);
        }
    }

    public Activity {
        Objects.requireNonNull(lifecycle);
        Objects.requireNonNull(turn);
        permissions = permissions == null ? List.of() : List.copyOf(permissions);
        answers = answers == null ? List.of() : List.copyOf(answers);
        Objects.requireNonNull(lastError);
        Objects.requireNonNull(attention);
        Objects.requireNonNull(times);
    }

    /** An agent that has done nothing yet. */
    static Activity begun(Instant at) {
        return new Activity(Lifecycle.INITIALIZING, Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(),
                new Times(at, Optional.empty(), Optional.empty()));
    }

    public boolean busy() {
        return lifecycle == Lifecycle.INITIALIZING || lifecycle == Lifecycle.RUNNING || turn.isPresent();
    }

    public Optional<PermissionRequest> permission(PermissionId id) {
        return permissions.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    public Activity with(Lifecycle next) {
        return new Activity(next, turn, permissions, answers, lastError, attention, times);
    }

    public Activity withTurn(Optional<TurnId> next) {
        return new Activity(lifecycle, next, permissions, answers, lastError, attention, times);
    }

    public Activity withPermissions(List<PermissionRequest> next) {
        return new Activity(lifecycle, turn, next, answers, lastError, attention, times);
    }

    public Activity withAnswers(List<GivenAnswer> next) {
        return new Activity(lifecycle, turn, permissions, next, lastError, attention, times);
    }

    public Activity withError(Optional<String> next) {
        return new Activity(lifecycle, turn, permissions, answers, next, attention, times);
    }

    public Activity withAttention(Optional<Attention> next) {
        return new Activity(lifecycle, turn, permissions, answers, lastError, next, times);
    }

    public Activity with(Times next) {
        return new Activity(lifecycle, turn, permissions, answers, lastError, attention, next);
    }
}
