package sh.paseo.testkit;

import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.Send;

/** What a host writes down of a session, in order: enough to replay it. */
public sealed interface JournalEntry {
    /** The agent wrote a line. */
    record Got(Line line) implements JournalEntry {}

    /** We wrote a line. */
    record Sent(Send send) implements JournalEntry {}

    /** The agent's process ended. */
    record Exited(ProcessExit exit) implements JournalEntry {}
}
