package sh.paseo.api;

/** Names an event at its source (a part id, an item id), so that the store can refuse it the second time. */
public record SourceKey(String value) {
    public SourceKey {
        Names.notBlank("source key", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
