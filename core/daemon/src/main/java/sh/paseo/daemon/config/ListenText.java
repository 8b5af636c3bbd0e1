package sh.paseo.daemon.config;

import java.nio.file.Path;
import sh.paseo.api.transport.ListenAddress;

/**
 * Reads an address of {@code daemon.listen}.
 *
 * <p><b>Shape</b>: {@code 6767}, {@code 127.0.0.1:6767}, {@code [::1]:6767}, {@code :6767}, {@code unix:///run/paseo.sock},
 * {@code /run/paseo.sock}, {@code ~/paseo.sock}. <b>Source</b>: wire specification 01, section 1.
 */
final class ListenText {
    private static final String UNIX = "unix://";

    private ListenText() {}

    /** <b>Errors</b>: {@link IllegalArgumentException} that names the text and shows the right spelling. */
    static ListenAddress parse(String given, Path userHome) {
        String text = given.strip();
        if (text.startsWith(UNIX)) {
            return unix(text.substring(UNIX.length()), userHome);
        }
        if (text.startsWith("/") || text.startsWith("~")) {
            return unix(text, userHome);
        }
        if (text.startsWith("pipe://") || text.startsWith("\\\\.\\pipe\\")) {
            throw new IllegalArgumentException("\"" + given + "\": named pipes are not supported; use 127.0.0.1:6767");
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException("\"" + given + "\": write an IPv6 address in brackets, as [::1]:6767");
        }
        return new ListenAddress.Tcp(host.isEmpty() ? "127.0.0.1" : host, port(given, text.substring(colon + 1)));
    }

    private static ListenAddress unix(String path, Path userHome) {
        Path file = path.startsWith("~/") ? userHome.resolve(path.substring(2)) : Path.of(path);
        if (!file.isAbsolute()) {
            throw new IllegalArgumentException("\"" + path + "\": the path of a socket must be absolute, as unix:///run/paseo.sock");
        }
        return new ListenAddress.Unix(file);
    }

    private static int port(String given, String digits) {
        try {
            int port = digits.isEmpty() || !Character.isDigit(digits.charAt(0)) ? -1 : Integer.parseInt(digits);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException tooLong) {
            throw new IllegalArgumentException("\"" + given + "\": the port must be a number from 0 to 65535", tooLong);
        }
        throw new IllegalArgumentException("\"" + given + "\" is no address; write 6767, 127.0.0.1:6767 or unix:///run/paseo.sock");
    }
}
