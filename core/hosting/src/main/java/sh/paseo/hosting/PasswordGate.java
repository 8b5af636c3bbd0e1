package sh.paseo.hosting;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.transport.CloseReason;

/**
 * Asks for the password, behind Host and Origin and before any route. Whoever comes by the Unix socket is the user already and is not
 * asked.
 *
 * <p><b>Shape</b>: {@code Authorization: Bearer PASSWORD} of plain requests; of WebSockets the subprotocol {@code paseo.bearer.PASSWORD},
 * answered after the upgrade with a close code that clients can show. <b>Source</b>: wire specification 01, sections 2 and 3.3.
 */
final class PasswordGate {
    private static final CloseReason REQUIRED = new CloseReason(4401, "Password required");
    private static final CloseReason INCORRECT = new CloseReason(4401, "Incorrect password");
    private static final String LATER = "Too many wrong passwords, wait a minute";
    private static final CloseReason TOO_MANY = new CloseReason(4429, LATER);

    private static final String SUBPROTOCOL = "paseo.bearer.";
    private static final String SCHEME = "Bearer";
    /** Says only that a daemon runs. */
    private static final String OPEN_PATH = "/api/health";

    private final Optional<PasswordCheck> check;

    PasswordGate(Optional<PasswordCheck> check) {
        this.check = check;
    }

    private boolean asks(SocketAddress remote) {
        return check.isPresent() && remote instanceof InetSocketAddress;
    }

    /** What the gate said of a plain request, or that the password is wrong. */
    Verdict judge(HttpHead head, Verdict soFar, SocketAddress remote) {
        if (!(soFar instanceof Verdict.Pass) || head.upgrades() || head.path().equals(OPEN_PATH) || !asks(remote)) {
            return soFar;
        }
        List<String> given = head.all("Authorization");
        String[] words = given.size() == 1 ? given.getFirst().strip().split("\\s+") : new String[0];
        if (words.length != 2 || !words[0].equals(SCHEME)) {
            return unauthorized();
        }
        return switch (check.get().check(words[1], Peers.network(remote))) {
            case RIGHT -> soFar;
            case WRONG -> unauthorized();
            case TOO_MANY -> new Verdict.Refuse(429, LATER);
        };
    }

    private static Verdict unauthorized() {
        return new Verdict.Refuse(401, "Unauthorized");
    }

    /** The offer that the upgrade is answered with. */
    Optional<String> subprotocol(List<String> offers, SocketAddress remote) {
        return asks(remote) ? password(offers) : offers.stream().findFirst();
    }

    private static Optional<String> password(List<String> offers) {
        return offers.stream().filter(offer -> offer.startsWith(SUBPROTOCOL)).findFirst();
    }

    /** Why a WebSocket with these offers is closed again; empty if it stays. */
    Optional<CloseReason> refusal(List<String> offers, SocketAddress remote) {
        if (!asks(remote)) {
            return Optional.empty();
        }
        Optional<String> offer = password(offers);
        if (offer.isEmpty()) {
            return Optional.of(REQUIRED);
        }
        return switch (check.get().check(offer.get().substring(SUBPROTOCOL.length()), Peers.network(remote))) {
            case RIGHT -> Optional.empty();
            case WRONG -> Optional.of(INCORRECT);
            case TOO_MANY -> Optional.of(TOO_MANY);
        };
    }
}
