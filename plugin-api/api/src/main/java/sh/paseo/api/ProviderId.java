package sh.paseo.api;

/** Names an agent provider. <b>Shape</b>: {@code claude}, {@code my-agent}; it is what users type after {@code --provider}. */
public record ProviderId(String value) {
    public ProviderId {
        Names.check("provider id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
