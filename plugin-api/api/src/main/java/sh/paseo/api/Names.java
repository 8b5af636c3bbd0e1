package sh.paseo.api;

import java.util.regex.Pattern;

/** The rule that identifiers of providers, transports and plugins follow. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

    private Names() {}

    static String check(String what, String value) {
        if (value == null || !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " \"" + value + "\" must match " + NAME.pattern());
        }
        return value;
    }

    static String notBlank(String what, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
        return value;
    }
}
