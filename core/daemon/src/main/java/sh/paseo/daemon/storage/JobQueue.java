package sh.paseo.daemon.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A bounded queue that can be closed: what is in it is still taken. <b>Thread</b>: any. */
final class JobQueue<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private final Deque<T> jobs = new ArrayDeque<>();
    private final int capacity;
    private boolean closed;

    JobQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Waits for room. False once the queue is closed. */
    boolean put(T job) {
        lock.lock();
        try {
            while (!closed && jobs.size() >= capacity) {
                emptied.awaitUninterruptibly();
            }
            if (closed) {
                return false;
            }
            jobs.addLast(job);
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for jobs and takes at most {@code most}, oldest first. Empty once the queue is closed and everything was taken. */
    List<T> take(int most) {
        lock.lock();
        try {
            while (!closed && jobs.isEmpty()) {
                filled.awaitUninterruptibly();
            }
            List<T> taken = new ArrayList<>(Math.min(most, jobs.size()));
            while (taken.size() < most && !jobs.isEmpty()) {
                taken.add(jobs.removeFirst());
            }
            emptied.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
