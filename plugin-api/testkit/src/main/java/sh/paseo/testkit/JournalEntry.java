package sh.paseo.testkit;

import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.Send;

/** What a host writes down of a session, in order: enough to replay it. */
public sealed interface JournalEntry {
    /** The entry as a host reads it again after a restart. */
    default JournalEntry replayed() {
        return this instanceof Got(Line line) ? new Got(new Line(line.start(), line.end(), line.text(), true)) : this;
    }

    /** The agent wrote a line. */
    record Got(Line line) implements JournalEntry {}

    /** We wrote a line. */
    record Sent(Send send) implements JournalEntry {}

    /** The agent's process ended. */
    record Exited(ProcessExit exit) implements JournalEntry {}
}
