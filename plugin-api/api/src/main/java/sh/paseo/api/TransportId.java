package sh.paseo.api;

/** Names a transport. <b>Shape</b>: {@code tcp}, {@code unix}. */
public record TransportId(String value) {
    public TransportId {
        Names.check("transport id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
