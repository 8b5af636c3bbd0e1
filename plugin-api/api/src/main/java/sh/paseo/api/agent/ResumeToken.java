package sh.paseo.api.agent;

/** The agent's own name for a conversation, which it can continue later. */
public record ResumeToken(String value) {
    public ResumeToken {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("resume token must not be blank");
        }
    }
}
