package sh.paseo.hosting;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The hosts that requests may name, besides {@code localhost}, {@code *.localhost} and IP addresses, which always pass: a page of a
 * stranger cannot be reached under those.
 *
 * @param any      every well-formed host passes; this gives up the protection against DNS rebinding
 * @param names    exactly these, on any port
 * @param suffixes domains that pass with everything below them, without the leading dot
 */
public record HostRules(boolean any, Set<String> names, Set<String> suffixes) {
    /** Nothing besides the defaults. */
    public static final HostRules DEFAULT = new HostRules(false, Set.of(), Set.of());
    /** Every well-formed host. */
    public static final HostRules ANY = new HostRules(true, Set.of(), Set.of());

    public HostRules {
        names = Set.copyOf(names);
        suffixes = Set.copyOf(suffixes);
    }

    /**
     * Rules from entries of {@code allowedHosts}.
     *
     * <p><b>Shape</b>: {@code devbox}, {@code .example.com}, {@code true}.
     *
     * <p><b>Errors</b>: {@link IllegalArgumentException} that names the entry and shows the right spelling.
     */
    public static HostRules of(Collection<String> entries) {
        boolean any = false;
        Set<String> names = new LinkedHashSet<>();
        Set<String> suffixes = new LinkedHashSet<>();
        for (String entry : entries) {
            if (entry.equalsIgnoreCase("true")) {
                any = true;
            } else if (entry.startsWith(".")) {
                suffixes.add(checked(entry, entry.substring(1)));
            } else {
                names.add(checked(entry, entry));
            }
        }
        return new HostRules(any, names, suffixes);
    }

    /** Both: more sources of configuration only ever add hosts. */
    public HostRules and(HostRules other) {
        Set<String> allNames = new LinkedHashSet<>(names);
        allNames.addAll(other.names);
        Set<String> allSuffixes = new LinkedHashSet<>(suffixes);
        allSuffixes.addAll(other.suffixes);
        return new HostRules(any || other.any, allNames, allSuffixes);
    }

    boolean admits(Authority authority) {
        return any || authority.kind() != Authority.Kind.NAME || local(authority.host()) || named(authority.host());
    }

    /** Whether the user named this host. */
    boolean named(String host) {
        if (names.contains(host) || suffixes.contains(host)) {
            return true;
        }
        for (String suffix : suffixes) {
            if (host.endsWith(suffix) && host.charAt(host.length() - suffix.length() - 1) == '.') {
                return true;
            }
        }
        return false;
    }

    private static boolean local(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    private static String checked(String entry, String name) {
        String trouble = trouble(name);
        if (trouble.isEmpty()) {
            try {
                return Authority.name(name);
            } catch (Refusal e) {
                trouble = "is no host name";
            }
        }
        throw new IllegalArgumentException("allowedHosts entry \"" + entry + "\" " + trouble
                + "; write the bare name, for example \"devbox\" or \".example.com\" for a domain and all below it");
    }

    private static String trouble(String name) {
        if (name.contains("://")) {
            return "has a scheme";
        }
        if (name.contains("*")) {
            return "has a *";
        }
        if (name.isBlank() || name.contains("..") || name.startsWith(".")) {
            return "has an empty label";
        }
        if (name.chars().anyMatch(Character::isWhitespace)) {
            return "has a space";
        }
        if (name.indexOf(':') >= 0) {
            return "has a port; a name allows every port";
        }
        return "";
    }
}
