package sh.paseo.agent.claude;

/**
 * How much of the block that is being streamed has been told already. The finished block comes once more in full, before the
 * stream closes it; texts that were never streamed (answers of slash commands) come in full only.
 */
final class StreamedBlock {
    private String message = "";
    private int told;

    void message(String id) {
        message = id;
        told = 0;
    }

    void block() {
        told = 0;
    }

    void told(String delta) {
        told += delta.length();
    }

    /** What of the finished block has not been told. */
    String rest(String messageId, String text) {
        String rest = messageId.equals(message) ? text.substring(Math.min(told, text.length())) : text;
        told = 0;
        return rest;
    }
}
