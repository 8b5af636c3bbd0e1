package sh.paseo.cli.client;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import sh.paseo.api.transport.CloseReason;

/**
 * Opens a connection anew that broke: looks each time where the daemon is now, and takes no other daemon than the one that was lost. This
 * class
 * and what it uses are loaded only then.
 *
 * <p><b>Errors:</b> {@link CliException} with {@code CONNECTION_LOST} when the limit is over, {@code OTHER_DAEMON} when another one has
 * taken the place, {@code DAEMON_REFUSED} when the daemon does not want us any more.
 */
final class Comeback {
    /** 01 §4.3: a verdict about what we sent, so that sending it again leads nowhere. */
    private static final List<Integer> OUR_FAULT = List.of(1002, 1003, 1007, 1009, 1010);
    private static final int HELLO_TOO_LATE = 4001;
    private static final int TOO_MANY_SOCKETS = 4429;

    private final DaemonLocator locator;
    private final Optional<String> host;
    private final Target last;
    private final Pace pace;

    /** A wire whose daemon has answered hello, and what came before that answer. */
    record Greeted(Wire wire, JsonObject serverInfo, List<String> early) {}

    /** @param last where the daemon was */
    Comeback(DaemonLocator locator, Optional<String> host, Target last, Pace pace) {
        this.locator = locator;
        this.host = host;
        this.last = last;
        this.pace = pace;
    }

    /** Whether the daemon that said this does not want us back. */
    static boolean forbids(CloseReason farewell) {
        int code = farewell.code();
        return code >= DaemonConnection.FIRST_PRIVATE ? code != HELLO_TOO_LATE && code != TOO_MANY_SOCKETS : OUR_FAULT.contains(code);
    }

    /**
     * Tries until the daemon is back. Empty when the thread was interrupted, which is how it is called off.
     *
     * @param limit how long to try; looked at anew each time
     */
    Optional<Greeted> await(String clientId, String serverId, Supplier<Optional<Duration>> limit) {
        var backoff = new Backoff();
        long since = pace.nanos();
        String reason = "";
        while (true) {
            Duration pause = backoff.next(pace.chance());
            Optional<Duration> most = limit.get();
            if (most.isPresent()) {
                Duration left = most.get().minusNanos(pace.nanos() - since);
                if (!left.isPositive()) {
                    throw new CliException(DaemonConnection.LOST, "The connection to the daemon was lost and did not come back within "
                            + most.get().toSeconds() + " s" + (reason.isEmpty() ? "" : ": " + reason));
                }
                pause = pause.compareTo(left) < 0 ? pause : left;
            }
            try {
                pace.pause(pause);
                return Optional.of(attempt(clientId, serverId));
            } catch (IOException notYet) {
                reason = String.valueOf(notYet.getMessage());
            } catch (InterruptedException calledOff) {
                return Optional.empty();
            }
        }
    }

    private Greeted attempt(String clientId, String serverId) throws IOException {
        List<String> reasons = new ArrayList<>();
        for (Target target : targets()) {
            try {
                return greet(target, clientId, serverId);
            } catch (IOException notHere) {
                reasons.add(String.valueOf(notHere.getMessage()));
            } catch (CliException another) {
                if (!isGuess(target)) {
                    throw another;
                }
                reasons.add(another.getMessage());
            }
        }
        throw new IOException(reasons.getFirst());
    }

    private List<Target> targets() throws IOException {
        try {
            return locator.candidates(host);
        } catch (CliException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    /** The usual address is tried although nothing names it: whoever answers there may be somebody else's daemon. */
    private boolean isGuess(Target target) {
        return host.isEmpty() && target.equals(DaemonLocator.USUAL) && !last.label().endsWith(":" + Target.DEFAULT_PORT);
    }

    private Greeted greet(Target target, String clientId, String serverId) throws IOException {
        Wire wire = locator.dial(target, DaemonConnection.CONNECT_TIMEOUT);
        var answered = new CompletableFuture<Void>();
        answered.copy().completeOnTimeout(null, DaemonConnection.CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).thenRun(wire::close);
        try {
            wire.send(Hello.of(clientId));
            List<String> early = new ArrayList<>();
            for (var text = wire.receive(); text.isPresent(); text = wire.receive()) {
                JsonObject info = Hello.serverInfo(Hello.message(text.get()));
                if (!info.isEmpty()) {
                    check(target, Json.text(info, "serverId").orElse(""), serverId);
                    return new Greeted(wire, info, early);
                }
                early.add(text.get());
            }
            throw refusal(target, wire.farewell());
        } catch (IOException | CliException failed) {
            wire.close();
            throw failed;
        } finally {
            answered.cancel(false);
        }
    }

    private static void check(Target target, String found, String wanted) {
        if (!found.equals(wanted)) {
            throw new CliException("OTHER_DAEMON", "Another daemon answers at " + target.label() + " now: " + found + ", not " + wanted,
                    "What was going on at the first one can only be seen there.");
        }
    }

    private static IOException refusal(Target target, Optional<CloseReason> farewell) {
        String reason = farewell.map(CloseReason::text).filter(text -> !text.isEmpty()).orElse("the connection was closed");
        if (farewell.isPresent() && forbids(farewell.get())) {
            throw new CliException(DaemonConnection.REFUSED, "The daemon at " + target.label() + " refuses to go on: " + reason);
        }
        return new IOException(reason);
    }
}
