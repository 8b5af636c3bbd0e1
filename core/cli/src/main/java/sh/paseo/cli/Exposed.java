package sh.paseo.cli;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.PidFile;

/** What {@code status} says of a daemon that others can reach, in whole sentences. */
final class Exposed {
    private static final List<String> HOST_KEYS = List.of("allowedHosts", "hostnames");

    private Exposed() {}

    /** Sentences for people; empty if nothing is to be said. */
    static Stream<String> notes(DaemonState state) {
        return Stream.of(state.local().equals("running") ? reachable(state) : Optional.<String>empty(), anyHost(state.home()))
                .flatMap(Optional::stream);
    }

    private static Optional<String> reachable(DaemonState state) {
        List<String> exposed = Stream.of(state.listen().split(",")).filter(Exposed::others).toList();
        if (exposed.isEmpty()) {
            return Optional.empty();
        }
        String devices = "Every device that reaches " + String.join(", ", exposed);
        boolean encrypted = state.file().flatMap(PidFile::certificate).isPresent();
        return Optional.of(state.refusal().isPresent() || hasPassword(state.home())
                ? devices + " and knows the password can run commands as you"
                        + (encrypted ? "." : ", and what is sent is not encrypted.")
                : devices + " can run commands as you; daemon.allowedHosts does not prevent it. Set a password: paseo daemon set-password,"
                        + " then paseo daemon restart.");
    }

    /** Whether the configuration has one; that of the environment only shows when the daemon asks for it. */
    static boolean hasPassword(PaseoHome home) {
        try {
            return Json.filled(Json.child(Json.child(home.config(), "daemon"), "auth"), "password").isPresent();
        } catch (CliException unreadable) {
            return false;
        }
    }

    private static boolean others(String address) {
        return !address.startsWith("unix:") && !address.startsWith("/") && !address.startsWith("127.") && !address.startsWith("localhost")
                && !address.startsWith("[::1]");
    }

    private static Optional<String> anyHost(PaseoHome home) {
        try {
            var daemon = Json.child(home.config(), "daemon");
            return HOST_KEYS.stream().map(key -> Json.value(daemon, key)).anyMatch(Exposed::any)
                    ? Optional.of("daemon.allowedHosts is true: any website can reach the daemon through DNS rebinding.")
                    : Optional.empty();
        } catch (CliException unreadable) {
            // Said by those whose business the file is.
            return Optional.empty();
        }
    }

    private static boolean any(JsonValue hosts) {
        return hosts == JsonValue.TRUE || hosts instanceof JsonString text && text.getString().equalsIgnoreCase("true")
                || hosts instanceof JsonArray many && many.stream().anyMatch(Exposed::any);
    }
}
