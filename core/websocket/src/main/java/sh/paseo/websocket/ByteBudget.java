package sh.paseo.websocket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes that all connections together may hold of messages on their way in.
 *
 * <p>The first {@value #FREE_BYTES} bytes of a message are free: a few large senders must not keep everybody's small messages out.
 *
 * <p><b>Thread</b>: any.
 */
public final class ByteBudget {
    /** Free for every connection; their number is bounded elsewhere. */
    public static final int FREE_BYTES = 64 * 1024;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    public ByteBudget(long limit) {
        this.limit = limit;
    }

    /** For a program with one connection, whose own message limit is bound enough. */
    public static ByteBudget unlimited() {
        return new ByteBudget(Long.MAX_VALUE / 2);
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) > limit) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** What is held now. */
    public long taken() {
        return taken.get();
    }
}
