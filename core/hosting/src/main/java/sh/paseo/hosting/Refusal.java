package sh.paseo.hosting;

/** Why a request is not served: thrown by the parsers, which peers can make fail as often as they like. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    static Refusal malformed(String what) {
        return new Refusal(400, what);
    }

    int status() {
        return status;
    }
}
