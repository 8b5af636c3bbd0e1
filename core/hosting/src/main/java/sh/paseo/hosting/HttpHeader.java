package sh.paseo.hosting;

import java.util.Objects;

/** A header line; the value without white space at its ends. */
public record HttpHeader(String name, String value) {
    public HttpHeader {
        Objects.requireNonNull(name);
        Objects.requireNonNull(value);
    }

    boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
