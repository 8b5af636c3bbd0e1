package sh.paseo.api;

/** Names one question of an agent to its user, unique within the agent. */
public record PermissionId(String value) {
    public PermissionId {
        Names.notBlank("permission id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
