package sh.paseo.websocket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks after the deadlines of many connections with one thread, which exists from the first connection on and sleeps while there
 * is nothing to look after. Connections only note times; no timer is set or cancelled on their way.
 *
 * <p><b>Thread</b>: any. The watch itself never writes to a socket: a write can block.
 */
public final class ConnectionWatch implements AutoCloseable {
    private static final long LONGEST_SLEEP = 5_000_000_000L;
    private static final long SHORTEST_SLEEP = 50_000_000L;

    private final Set<WebSocketConnection> connections = ConcurrentHashMap.newKeySet();
    private Thread thread;
    private volatile boolean closed;

    void add(WebSocketConnection connection) {
        connections.add(connection);
        start();
    }

    void remove(WebSocketConnection connection) {
        connections.remove(connection);
    }

    /** A deadline came nearer. */
    void soon() {
        LockSupport.unpark(current());
    }

    /** How many connections are open. */
    public int size() {
        return connections.size();
    }

    /** Cuts every connection and ends the thread. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(current());
        for (WebSocketConnection connection : connections) {
            connection.abort();
        }
    }

    private synchronized Thread current() {
        return thread;
    }

    private synchronized void start() {
        if (thread == null && !closed) {
            thread = new Sweeper();
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    private void sweep() {
        while (!closed) {
            long now = System.nanoTime();
            long sleep = connections.isEmpty() ? Long.MAX_VALUE : LONGEST_SLEEP;
            for (WebSocketConnection connection : connections) {
                sleep = Math.min(sleep, connection.check(now) - now);
            }
            if (sleep == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.max(sleep, SHORTEST_SLEEP));
            }
        }
    }

    /** A class and no lambda, which a short-lived client would pay for at every start. */
    private final class Sweeper extends Thread {
        Sweeper() {
            super("websocket-watch");
            setDaemon(true);
        }

        @Override
        public void run() {
            sweep();
        }
    }
}
