package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.cli.DoctorCommand.Trouble;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.PaseoHome;
import sh.paseo.cli.client.Target;

/** What {@code paseo doctor} sees without a daemon: Java, the home, the process, the address, the disk, the age of the build. */
final class MachineCheck {
    private static final long MIB = 1 << 20;
    private static final long TIGHT = 1024 * MIB;
    private static final long FULL = 100 * MIB;
    private static final Duration OLD = Duration.ofDays(180);
    private static final int CONNECT_MILLIS = 1000;
    private static final int OTHERS_MAY_WRITE = 0022;

    private final Call call;
    private final PaseoHome home;

    MachineCheck(Call call) {
        this.call = call;
        this.home = call.surroundings().home();
    }

    List<JsonObject> findings() {
        List<JsonObject> all = new ArrayList<>();
        all.add(DoctorCommand.ok("java", "runtime", System.getProperty("java.version") + " in " + System.getProperty("java.home")));
        build().ifPresent(all::add);
        all.add(owned("home", home.root(), "It is made by the first start."));
        if (Files.exists(config(), LinkOption.NOFOLLOW_LINKS)) {
            all.add(DoctorCommand.either("config", "file", config().toString(),
                    trouble(config()).or(this::unreadable)));
        }
        DaemonState state = DaemonState.look(call, home);
        all.add(daemon(state));
        if (!state.local().equals("running")) {
            all.add(port(state));
        }
        boolean password = state.refusal().isPresent() || Exposed.hasPassword(home);
        OtherUsers.ofThisMachine().finding(List.of(state.listen().split(",")), password).ifPresent(all::add);
        disk().ifPresent(all::add);
        return all;
    }

    private Path config() {
        return home.root().resolve("config.json");
    }

    private static JsonObject owned(String area, Path path, String missing) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? DoctorCommand.either(area, "folder", path.toString(), trouble(path))
                : DoctorCommand.ok(area, "folder", path + " is not there. " + missing);
    }

    /** The daemon refuses to start with what somebody else could have a hand in. */
    private static Optional<Trouble> trouble(Path path) {
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:uid,mode,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
            if (Boolean.TRUE.equals(found.get("isSymbolicLink"))) {
                return problem(path + " is a symbolic link.", "Put the real thing in its place.");
            }
            Object me = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            if (!found.get("uid").equals(me)) {
                return problem(path + " belongs to user " + found.get("uid") + ".", "Run: chown " + me + " " + quoted(path));
            }
            return ((Integer) found.get("mode") & OTHERS_MAY_WRITE) == 0 ? Optional.empty()
                    : problem(path + " may be written to by others.", "Run: chmod go-w " + quoted(path));
        } catch (IOException | UnsupportedOperationException unknown) {
            return Optional.of(new Trouble("warning", path + " cannot be looked at: " + unknown.getMessage(), ""));
        }
    }

    private Optional<Trouble> unreadable() {
        try {
            home.config();
            return Optional.empty();
        } catch (CliException wrong) {
            return problem(wrong.getMessage(), "Correct it; the daemon does not start with it.");
        }
    }

    private static Optional<Trouble> problem(String text, String remedy) {
        return Optional.of(new Trouble("problem", text, remedy));
    }

    private static JsonObject daemon(DaemonState state) {
        long pid = state.file().map(file -> file.pid()).orElse(0L);
        return switch (state.local()) {
            case "running" -> DoctorCommand.ok("daemon", "process", "pid " + pid + " holds " + state.home().root());
            case "unresponsive" -> DoctorCommand.finding("daemon", "process", "problem", "pid " + pid + " runs and does not answer at "
                    + state.listen(), "Read " + state.home().log() + "; end it with: paseo daemon stop --force");
            case "stale_pid" -> DoctorCommand.finding("daemon", "process", "warning", "The daemon with pid " + pid + " has ended unasked.",
                    "Read " + state.home().log() + "; start it with: paseo daemon start");
            default -> DoctorCommand.finding("daemon", "process", "warning", "No daemon runs.", "Start it with: paseo daemon start");
        };
    }

    /** Whether somebody else has the port that the daemon would take, the first one of several. */
    private JsonObject port(DaemonState state) {
        String address = state.listen().split(",")[0];
        if (state.local().equals("unresponsive")) {
            return DoctorCommand.ok("port", address, "held by the daemon");
        }
        boolean taken = Target.parse(address, call.surroundings().userHome()) instanceof Target.Tcp tcp && answers(tcp);
        return DoctorCommand.either("port", address, "free", taken ? problem("Another program listens on " + address + ".",
                "End it, or set daemon.listen in " + config() + " to another port.") : Optional.empty());
    }

    private static boolean answers(Target.Tcp tcp) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(tcp.host(), tcp.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException free) {
            return false;
        }
    }

    private Optional<JsonObject> disk() {
        try {
            Path there = Files.isDirectory(home.root()) ? home.root() : call.surroundings().userHome();
            long free = Files.getFileStore(there).getUsableSpace();
            String text = free / MIB + " MiB free at " + there;
            return Optional.of(free >= TIGHT ? DoctorCommand.ok("disk", "space", text)
                    : DoctorCommand.finding("disk", "space", free < FULL ? "problem" : "warning", text,
                            "Make room: agents stand still when the disk is full."));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private Optional<JsonObject> build() {
        Optional<String> install = Optional.ofNullable(System.getProperty("paseo.install"));
        if (install.isEmpty()) {
            return Optional.empty();
        }
        try {
            // The jars of equal sources bear equal times; what is made from them when they are packed bears the time of that.
            Path packed = Path.of(install.get(), "lib", "cache", "runtime");
            Path made = Files.exists(packed) ? packed : Path.of(install.get(), "lib", "daemon.jar");
            Duration age = Duration.between(Files.getLastModifiedTime(made).toInstant(), call.surroundings().clock().instant());
            String text = "version " + Version.text() + ", built " + age.toDays() + " days ago, in " + install.get();
            return Optional.of(age.compareTo(OLD) < 0 ? DoctorCommand.ok("build", "age", text)
                    : DoctorCommand.finding("build", "age", "warning", text, "Look for a newer one: faults of security are mended in it."));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
