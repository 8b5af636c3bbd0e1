package sh.paseo.testkit;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;

/** What {@link FakeSessionContext} writes down. <b>Thread</b>: any. */
final class FakeJournal {
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();

    FakeJournal() {}

    /** Begins with what the session of another has dealt with. */
    FakeJournal(FakeJournal before) {
        moments.addAll(before.moments());
        moments.forEach(moment -> entries.add(moment.entry()));
    }

    synchronized void add(JournalEntry entry) {
        entries.add(entry);
        notifyAll();
    }

    synchronized void dealtWith(Moment moment) {
        moments.add(moment);
    }

    synchronized List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    synchronized List<Moment> moments() {
        return List.copyOf(moments);
    }

    /** What the session has not been told. */
    synchronized List<JournalEntry> unread() {
        return List.copyOf(entries.subList(moments.size(), entries.size()));
    }

    synchronized List<Send> sends() {
        return entries.stream().filter(JournalEntry.Sent.class::isInstance).map(entry -> ((JournalEntry.Sent) entry).send()).toList();
    }

    /** The agent's lines since a send. */
    synchronized List<Line> since(Send send) {
        return entries.stream().dropWhile(entry -> !entry.equals(new JournalEntry.Sent(send))).filter(JournalEntry.Got.class::isInstance)
                .map(entry -> ((JournalEntry.Got) entry).line()).toList();
    }

    /** Waits until there are more entries than were seen. */
    synchronized void awaitMore(int seen, long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        try {
            for (long left = millis; entries.size() <= seen && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for lines", e);
        }
    }

    /** Where replay may begin: after the last checkpoint, or at the start. */
    synchronized int lastCheckpoint() {
        int from = moments.size();
        while (from > 0 && moments.get(from - 1).checkpoint().isEmpty()) {
            from--;
        }
        return from;
    }

    /** The checkpoint that replay from this place needs. */
    synchronized Optional<JsonObject> checkpoint(int from) {
        return from == 0 ? Optional.empty() : moments.get(from - 1).checkpoint();
    }
}
