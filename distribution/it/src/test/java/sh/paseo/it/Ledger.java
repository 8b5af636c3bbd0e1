package sh.paseo.it;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * All that a client was ever told: rows of timelines, byte for byte. What contradicts an earlier word is a problem.
 *
 * <p><b>Thread</b>: any.
 */
final class Ledger {
    private record Row(String at, String item) {}

    private final Map<String, String> epochs = new HashMap<>();
    private final Map<String, NavigableMap<Long, Row>> rows = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private long compared;

    /** A row that came by itself, or was fetched. */
    synchronized void row(String agent, String epoch, long seq, String at, JsonObject item) {
        var known = epochs.putIfAbsent(agent, epoch);
        if (known != null && !known.equals(epoch)) {
            problems.add("agent " + agent + ": epoch " + known + " became " + epoch);
        }
        var row = new Row(at, item.toString());
        var before = rows.computeIfAbsent(agent, any -> new TreeMap<>()).putIfAbsent(seq, row);
        if (before != null) {
            compared++;
            if (!before.equals(row)) {
                problems.add("agent " + agent + ": row " + seq + " was " + before + " and is " + row);
            }
        }
    }

    synchronized void problem(String text) {
        problems.add(text);
    }

    /** The number of the newest row that was seen; 0 if there was none. */
    synchronized long lastSeen(String agent) {
        var seen = rows.get(agent);
        return seen == null ? 0 : seen.lastKey();
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many rows were there. */
    synchronized long rows() {
        return rows.values().stream().mapToLong(Map::size).sum();
    }

    /** How often a row was held against what had been told of it before. */
    synchronized long compared() {
        return compared;
    }
}
