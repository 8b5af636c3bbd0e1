package sh.paseo.engine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;

/**
 * Finds out which lines of an earlier daemon arrived, by what the agent wrote since. <b>Thread</b>: the session's.
 */
final class Proof {
    /** Of the agent's output, characters; evidence comes soon after a line or not at all. */
    private static final int MOST_KEPT = 4 << 20;

    private final List<StoredSend> open = new ArrayList<>();
    private final List<Line> since = new ArrayList<>();
    private int kept;

    void open(List<StoredSend> unproven) {
        open.addAll(unproven);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void line(Line line) {
        if (!open.isEmpty() && kept < MOST_KEPT && line.start() >= open.getFirst().at().orElseThrow().offset()) {
            since.add(line);
            kept += line.text().length();
        }
    }

    /** Asks the session about each; those with an answer are taken off the list. */
    Map<Delivery, List<StoredSend>> judge(AgentSession session) {
        Map<Delivery, List<StoredSend>> found = new EnumMap<>(Delivery.class);
        for (Delivery delivery : Delivery.values()) {
            found.put(delivery, new ArrayList<>());
        }
        for (StoredSend send : open) {
            long from = send.at().orElseThrow().offset();
            found.get(session.delivered(send.send(), since.stream().filter(line -> line.start() >= from).toList())).add(send);
        }
        open.clear();
        open.addAll(found.get(Delivery.UNKNOWN));
        if (open.isEmpty()) {
            since.clear();
        }
        return found;
    }

    /** Gives up on what is still unknown, and returns it. */
    List<Send> giveUp() {
        List<Send> unknown = open.stream().map(StoredSend::send).toList();
        open.clear();
        since.clear();
        return unknown;
    }
}
