package sh.paseo.agent.demo;

/** Unwinds the script of a turn that was interrupted, closed or denied with interruption; the message is the reason. */
final class TurnStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TurnStopped(String reason) {
        super(reason, null, false, false);
    }
}
