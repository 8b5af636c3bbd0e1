package sh.paseo.cli.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a daemon may listen.
 *
 * <p><b>Source:</b> spec/wire/01 §12.1.
 */
public sealed interface Target {
    /** The port when none is told. */
    int DEFAULT_PORT = 6767;

    /** What people are shown. */
    String label();

    /**
     * A host and port.
     *
     * @param tls whose certificate is taken; empty for a plain connection
     */
    record Tcp(String host, int port, Optional<Trust> tls, Optional<String> password) implements Target {
        public Tcp {
            if (host.isBlank() || port < 1 || port > 65535) {
                throw bad(host + ":" + port, "give host:port with a port between 1 and 65535");
            }
        }

        @Override
        public String label() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }

        /** The same by TLS. */
        Tcp trusting(Trust whom) {
            return new Tcp(host, port, Optional.of(whom), password);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return label();
        }
    }

    /** A Unix socket. */
    record Unix(Path path) implements Target {
        @Override
        public String label() {
            return path.toString();
        }
    }

    /** Reads what a user may write behind {@code --host}; {@code ~} is the given folder. */
    static Target parse(String text, Path userHome) {
        String spec = text.trim();
        if (spec.isEmpty()) {
            throw bad(text, "give host:port, a port, tcp://host:port, wss://host:port or unix:///path");
        }
        if (spec.startsWith("unix://")) {
            return unix(spec.substring("unix://".length()), userHome);
        }
        if (spec.startsWith("/") || spec.startsWith("~")) {
            return unix(spec, userHome);
        }
        if (spec.startsWith("pipe://") || spec.startsWith("\\\\.\\pipe\\")) {
            throw bad(text, "named pipes are not supported here");
        }
        if (spec.contains("#offer=") || spec.contains("#o=") || spec.startsWith("paseo:")) {
            throw bad(text, "pairing links are not supported yet; give host:port");
        }
        if (spec.startsWith("tcp://")) {
            return url(spec.substring("tcp://".length()), false);
        }
        if (spec.startsWith("wss://")) {
            return url(spec.substring("wss://".length()), true);
        }
        return digits(spec) ? tcp("127.0.0.1:" + spec) : tcp(spec);
    }

    private static Target unix(String path, Path userHome) {
        if (path.isEmpty()) {
            throw bad("unix://", "give the path of a socket");
        }
        if (path.equals("~")) {
            return new Unix(userHome);
        }
        try {
            return new Unix(path.startsWith("~/") ? userHome.resolve(path.substring(2)) : Path.of(path));
        } catch (InvalidPathException e) {
            throw bad(path, "give the path of a socket");
        }
    }

    private static Target url(String rest, boolean secure) {
        int query = rest.indexOf('?');
        Tcp plain = tcp(stripSlash(query < 0 ? rest : rest.substring(0, query)));
        boolean tls = secure;
        Optional<String> password = Optional.empty();
        for (String pair : query < 0 ? new String[0] : rest.substring(query + 1).split("&")) {
            int equals = pair.indexOf('=');
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1), plain);
            switch (equals < 0 ? pair : pair.substring(0, equals)) {
                case "ssl" -> tls = secure || value.equals("true");
                case "password" -> password = value.isEmpty() ? Optional.empty() : Optional.of(value);
                default -> throw bad("tcp://" + plain.label(), "only ssl and password may follow the question mark");
            }
        }
        return new Tcp(plain.host(), plain.port(), tls ? Optional.of(new Trust.Known()) : Optional.empty(), password);
    }

    /** The value is not quoted: it may be a password. */
    private static String decoded(String value, Tcp plain) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("tcp://" + plain.label(), "write a percent sign in ssl or password as %25");
        }
    }

    private static String stripSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static Tcp tcp(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        String port = colon < 0 ? "" : text.substring(colon + 1);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw bad(text, "write an IPv6 address as [address]:port");
        }
        if (port.isEmpty() || port.length() > 5 || !digits(port)) {
            throw bad(text, "give host:port, a port, tcp://host:port, wss://host:port or unix:///path");
        }
        return new Tcp(host.isEmpty() ? "127.0.0.1" : host, Integer.parseInt(port), Optional.empty(), Optional.empty());
    }

    private static boolean digits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static CliException bad(String text, String repair) {
        return new CliException("INVALID_HOST", "Not an address of a daemon: " + text, "Please " + repair + ".");
    }
}
