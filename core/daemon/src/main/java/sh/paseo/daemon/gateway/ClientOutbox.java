package sh.paseo.daemon.gateway;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import sh.paseo.api.AgentId;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.MessageChannel;

/**
 * What waits to be sent to one socket, and the only thread that sends on it.
 *
 * <p>Frames are shared between all sockets; a socket that does not keep up loses rows of timelines, never answers or states. When it
 * has caught up it gets the newest row of each timeline that it lost rows of; the gap before it makes a client fetch the rest.
 *
 * <p><b>Thread</b>: any offers; never blocks. <b>Limits</b>: {@link #MAX_BYTES} for rows; twice that for all; {@link #MAX_TOTAL}
 * over all sockets; 30 seconds over the limit close the socket with 1013.
 */
final class ClientOutbox {
    static final CloseReason TOO_SLOW = new CloseReason(1013, "Client too slow");
    static final long MAX_BYTES = 8L * 1024 * 1024;
    static final long MAX_TOTAL = 64L * 1024 * 1024;

    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();
    private static final int MAX_BATCH = 256;
    private static final long BATCH_BYTES = 256 * 1024;

    private final MessageChannel channel;
    private final AtomicLong total;
    private final LongSupplier nanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private final Map<AgentId, Frame> newest = new LinkedHashMap<>();
    private long bytes;
    private long overSince;
    private boolean over;
    private boolean ended;

    /** @param total bytes waiting in all outboxes together */
    ClientOutbox(MessageChannel channel, String name, AtomicLong total, LongSupplier nanos) {
        this.channel = channel;
        this.total = total;
        this.nanos = nanos;
        Thread.ofVirtual().name(name).start(this::run);
    }

    /** A frame that must arrive. */
    void offer(Frame frame) {
        lock.lock();
        try {
            if (!ended) {
                noteLimit();
                if (bytes > 2 * MAX_BYTES || over && nanos.getAsLong() - overSince > PATIENCE) {
                    giveUp();
                } else {
                    add(frame);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** A row of an agent's timeline, which may be left out when the socket does not keep up. */
    void offerRow(AgentId agent, Frame frame) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            noteLimit();
            if (over || newest.containsKey(agent)) {
                newest.put(agent, frame);
                if (over && nanos.getAsLong() - overSince > PATIENCE) {
                    giveUp();
                }
            } else {
                add(frame);
            }
        } finally {
            lock.unlock();
        }
    }

    private void noteLimit() {
        boolean now = bytes > MAX_BYTES || total.get() > MAX_TOTAL && bytes > MAX_BYTES / 8;
        if (now && !over) {
            overSince = nanos.getAsLong();
        }
        over = now;
    }

    private void add(Frame frame) {
        queue.add(frame);
        bytes += frame.bytes().length;
        total.addAndGet(frame.bytes().length);
        filled.signal();
    }

    private void giveUp() {
        end();
        Thread.startVirtualThread(() -> channel.close(TOO_SLOW));
    }

    private void run() {
        List<Frame> batch = new ArrayList<>();
        try {
            while (take(batch)) {
                channel.sendAll(batch);
                release(batch);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private boolean take(List<Frame> batch) throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !ended) {
                filled.await();
            }
            long size = 0;
            while (!queue.isEmpty() && batch.size() < MAX_BATCH && size < BATCH_BYTES) {
                size += queue.peek().bytes().length;
                batch.add(queue.remove());
            }
            return !batch.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What was sent no longer counts; a socket that has caught up is shown where the timelines stand. */
    private void release(List<Frame> batch) {
        lock.lock();
        try {
            // What was given up is counted out already.
            long sent = Math.min(bytes, batch.stream().mapToLong(frame -> frame.bytes().length).sum());
            batch.clear();
            bytes -= sent;
            total.addAndGet(-sent);
            if (queue.isEmpty() && !newest.isEmpty() && !ended) {
                over = false;
                newest.values().forEach(this::add);
                newest.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is queued, then stops. */
    void close() {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        ended = true;
        total.addAndGet(-bytes);
        bytes = 0;
        queue.clear();
        newest.clear();
        filled.signal();
    }
}
