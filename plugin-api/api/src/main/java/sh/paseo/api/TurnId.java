package sh.paseo.api;

/**
 * Names one turn: a prompt and all that the agent does about it. The host makes it; an agent that starts a turn by itself brings its
 * own.
 */
public record TurnId(String value) {
    public TurnId {
        Names.notBlank("turn id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
