package sh.paseo.daemon;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import sh.paseo.crypto.BcryptHash;
import sh.paseo.daemon.config.Config;
import sh.paseo.hosting.PasswordCheck;

/**
 * Checks the password. bcrypt runs on one thread of its own, and only until somebody has given the right one: from then on its digest is
 * compared, in the same time whatever differs, so that guesses cost the daemon nothing.
 *
 * <p><b>Limits</b>: after {@link #MOST_WRONG} wrong ones within a minute from one address nothing from there is looked at, right ones
 * neither, until the first of them is a minute old. <b>Thread</b>: any.
 */
final class Passwords implements PasswordCheck, AutoCloseable {
    static final int MOST_WRONG = 5;
    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    /** Whoever has so many addresses is not stopped by counting, and counting must not take the memory. */
    private static final int MOST_ADDRESSES = 4096;

    private final LongSupplier nanos;
    private final ExecutorService hashing = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("password").daemon().factory());
    private final Map<String, Deque<Long>> wrong = new LinkedHashMap<>();
    private final Optional<BcryptHash> hash;
    private volatile Optional<byte[]> known;

    Passwords(Config.Password password, LongSupplier nanos) {
        this.nanos = nanos;
        switch (password) {
            case Config.Password.Hashed(BcryptHash value) -> {
                hash = Optional.of(value);
                known = Optional.empty();
            }
            case Config.Password.Plain(String text) -> {
                hash = Optional.empty();
                known = Optional.of(digest(text));
            }
        }
    }

    @Override
    public Answer check(String password, String from) {
        byte[] digest = digest(password);
        if (known.isPresent()) {
            return compared(digest, from);
        }
        if (tooMany(from)) {
            return Answer.TOO_MANY;
        }
        try {
            return CompletableFuture.supplyAsync(() -> hashed(password, digest, from), hashing).join();
        } catch (CompletionException failed) {
            throw new IllegalStateException("the password cannot be checked", failed.getCause());
        } catch (RejectedExecutionException ending) {
            return Answer.TOO_MANY;
        }
    }

    /** On the one thread for it: whoever waited meanwhile may have had too many wrong ones, or another the right one. */
    private Answer hashed(String password, byte[] digest, String from) {
        if (known.isPresent()) {
            return compared(digest, from);
        }
        if (tooMany(from)) {
            return Answer.TOO_MANY;
        }
        boolean right = hash.orElseThrow().matches(password);
        if (right) {
            known = Optional.of(digest);
        }
        return counted(right, from);
    }

    /** Looks and counts in one step, so that many at once get no more tries. */
    private Answer compared(byte[] digest, String from) {
        synchronized (wrong) {
            return tooMany(from) ? Answer.TOO_MANY : counted(MessageDigest.isEqual(known.orElseThrow(), digest), from);
        }
    }

    private Answer counted(boolean right, String from) {
        if (right) {
            return Answer.RIGHT;
        }
        synchronized (wrong) {
            if (wrong.size() == MOST_ADDRESSES && !wrong.containsKey(from)) {
                wrong.remove(wrong.keySet().iterator().next());
            }
            wrong.computeIfAbsent(from, address -> new ArrayDeque<>()).add(nanos.getAsLong());
        }
        return Answer.WRONG;
    }

    private boolean tooMany(String from) {
        synchronized (wrong) {
            Deque<Long> times = wrong.get(from);
            if (times == null) {
                return false;
            }
            long now = nanos.getAsLong();
            while (!times.isEmpty() && now - times.getFirst() >= WINDOW) {
                times.removeFirst();
            }
            if (times.isEmpty()) {
                wrong.remove(from);
            }
            return times.size() >= MOST_WRONG;
        }
    }

    private static byte[] digest(String password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    public void close() {
        hashing.shutdownNow();
    }
}
