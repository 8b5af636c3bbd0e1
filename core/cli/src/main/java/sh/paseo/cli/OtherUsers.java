package sh.paseo.cli;

import static sh.paseo.cli.DoctorCommand.Trouble;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether other people can log in on this machine: to them 127.0.0.1 is as near as to the daemon's user. Only those that the machine itself
 * lists are seen, not those of a directory service.
 */
record OtherUsers(Path passwd, String me) {
    /** From here on accounts are people's, up to that of nobody. */
    private static final int FIRST = 1000;
    private static final int NOBODY = 65_534;
    private static final Set<String> NO_SHELLS = Set.of("nologin", "false", "sync", "");
    private static final int NAME = 0;
    private static final int UID = 2;
    private static final int SHELL = 6;

    static OtherUsers ofThisMachine() {
        return new OtherUsers(Path.of("/etc/passwd"), System.getProperty("user.name"));
    }

    /** What to think of a daemon that listens at these addresses; empty if there is nobody else or the list cannot be read. */
    Optional<JsonObject> finding(List<String> addresses, boolean password) {
        List<String> names = names();
        boolean open = !password && addresses.stream().anyMatch(address -> !address.startsWith("unix:") && !address.startsWith("/"));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String who = String.join(", ", names) + (names.size() == 1 ? " can" : " can all") + " log in here";
        return Optional.of(DoctorCommand.either("machine", "users", who, open
                ? Optional.of(new Trouble("warning", who + ", reach " + String.join(", ", addresses) + " and could run commands as you.",
                        "Set a password (paseo daemon set-password), or listen on a Unix socket alone (daemon.listen), then: paseo daemon"
                                + " restart"))
                : Optional.empty()));
    }

    private List<String> names() {
        try (var lines = Files.lines(passwd)) {
            return lines.map(line -> line.split(":", -1)).filter(this::another).map(fields -> fields[NAME]).toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private boolean another(String[] fields) {
        if (fields.length <= SHELL || fields[NAME].equals(me) || !fields[UID].matches("\\d{1,9}")) {
            return false;
        }
        int uid = Integer.parseInt(fields[UID]);
        String shell = fields[SHELL].substring(fields[SHELL].lastIndexOf('/') + 1);
        return uid >= FIRST && uid < NOBODY && !NO_SHELLS.contains(shell);
    }
}
