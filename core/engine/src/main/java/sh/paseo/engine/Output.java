package sh.paseo.engine;

import java.util.Optional;
import sh.paseo.api.SourceKey;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.TimelineItem;

/** What one input leads to, in order. */
sealed interface Output {
    /** A row for the timeline; it gets its {@code seq} when it is committed. */
    record Append(TimelineItem item, Optional<SourceKey> key) implements Output {}

    /** Something to tell clients. */
    record Announce(Announcement announcement) implements Output {}

    /** Something to do to the session after the commit. */
    record Act(Effect effect) implements Output {}

    /** A line that the session sends; stored with the commit and written after it. */
    record Begin(StoredSend send) implements Output {}

    /** A line that was written whole. */
    record Finish(long send) implements Output {}

    /** Something is accepted. */
    record Accept(Optional<String> messageId, Optional<RequestKey> request) implements Output {}

    /** A prompt is kept until its turn is over. */
    record Keep(QueuedPrompt prompt) implements Output {}

    /** A turn is over, or will not begin. */
    record Over(TurnId turn) implements Output {}

    /** Replay may start here from now on. */
    record Save(Checkpoint checkpoint) implements Output {}

    /** The reply to a ticket, given after the commit; a refusal if one is there. */
    record Reply(long ticket, Optional<EngineException> refusal) implements Output {}
}
