package sh.paseo.api;

/** Names one agent for its whole life. <b>Shape</b>: a lower-case UUID, {@code 7c1d7c60-0b2f-4b8e-9c41-2f5f2ab0a111}. */
public record AgentId(String value) {
    public AgentId {
        Names.notBlank("agent id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
