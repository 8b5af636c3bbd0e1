package sh.paseo.daemon.processes;

import java.util.ArrayList;
import java.util.List;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.engine.ProcessListener;

/** Keeps what it hears, and has room for lines as long as it is told so. */
final class Recorder implements ProcessListener {
    private final List<Line> lines = new ArrayList<>();
    private final List<ProcessExit> exits = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private final List<String> complaints = new ArrayList<>();
    private int refused;
    private int caughtUp;

    @Override
    public synchronized boolean line(String process, Line line) {
        if (lines.size() >= room) {
            refused++;
            return false;
        }
        lines.add(line);
        return true;
    }

    @Override
    public synchronized void caughtUp(String process) {
        caughtUp++;
    }

    @Override
    public synchronized void overrun(String process, String reason) {
        complaints.add(reason);
    }

    @Override
    public synchronized void exited(String process, ProcessExit exit) {
        exits.add(exit);
    }

    /** Takes this many lines in all. */
    synchronized void room(int lines) {
        room = lines;
    }

    synchronized int refused() {
        return refused;
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    synchronized int caughtUp() {
        return caughtUp;
    }

    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    List<String> texts() {
        return lines().stream().map(Line::text).toList();
    }

    synchronized List<ProcessExit> exits() {
        return List.copyOf(exits);
    }
}
