package sh.paseo.cli.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the daemon that a command means and connects to it.
 *
 * <p><b>Source:</b> spec/wire/01 §12.1: a named host alone; else the local candidates in turn.
 */
public final class DaemonLocator {
    /** Where a daemon is when nobody says anything else. */
    static final Target USUAL = new Target.Tcp("localhost", Target.DEFAULT_PORT, Optional.empty(), Optional.empty());

    private final Map<String, String> environment;
    private final Path userHome;
    private final PaseoHome home;
    private final Dial dial;
    private final DaemonPassword password;
    private final Optional<Path> authority;

    /** Looks at these variables and this home, and opens connections with {@code dial}; knows no password. */
    public DaemonLocator(Map<String, String> environment, Path userHome, PaseoHome home, Dial dial) {
        this(environment, userHome, home, dial, DaemonPassword.none(), Optional.empty());
    }

    /**
     * The same, with a password for a named host and for the daemon of the home.
     *
     * @param authority the PEM file with whom to trust where TLS is spoken; empty for whom the JDK trusts, and for exactly the
     *                  certificate of the home's daemon
     */
    public DaemonLocator(Map<String, String> environment, Path userHome, PaseoHome home, Dial dial, DaemonPassword password,
            Optional<Path> authority) {
        this.authority = authority;
        this.password = password;
        this.environment = environment;
        this.userHome = userHome;
        this.home = home;
        this.dial = dial;
    }

    /** Connects to the named host, else to the first local candidate that answers. */
    public DaemonConnection connect(Optional<String> host, Duration timeout) {
        return connect(host, timeout, false);
    }

    /**
     * The same, and the connection is opened anew when it breaks: wherever the daemon is then, unless it is another one. It waits for a
     * daemon that is away without a limit, unless {@linkplain DaemonConnection#waitAtMost told otherwise}.
     */
    public DaemonConnection connectToStay(Optional<String> host, Duration timeout) {
        return connect(host, timeout, true);
    }

    private DaemonConnection connect(Optional<String> host, Duration timeout, boolean stay) {
        List<Target> candidates = candidates(host);
        String clientId = home.clientId();
        String reason = "";
        for (Target target : candidates) {
            try {
                DaemonConnection connection = DaemonConnection.over(dial(target, timeout), clientId);
                return (stay ? connection.comingBack(this, named(host), target) : connection).greet(timeout);
            } catch (IOException unreachable) {
                if (unreachable instanceof NotTrusted untrusted) {
                    throw untrusted.told(target);
                }
                reason = reason.isEmpty() ? unreachable.getMessage() : reason;
            } catch (CliException refused) {
                if (refused.code().equals(DaemonPassword.REQUIRED) && trusted(host, target) && password.ask(target.label())) {
                    return connect(host, timeout, stay);
                }
                throw refused(target, refused);
            }
        }
        throw notRunning(candidates.getFirst(), reason);
    }

    /** Opens a wire to this place. */
    Wire dial(Target target, Duration timeout) throws IOException {
        return dial.dial(target, timeout);
    }

    /** Whether the command means a daemon of this machine and this home, not one that the user named. */
    public boolean local(Optional<String> host) {
        return named(host).isEmpty();
    }

    /** The addresses to try, in order: of this machine's, Unix sockets first, which nobody else can listen on in the daemon's place. */
    public List<Target> candidates(Optional<String> host) {
        Optional<String> named = named(host);
        Optional<PidFile> written = home.pidFile();
        if (named.isPresent()) {
            return List.of(withPassword(host, secured(Target.parse(named.get(), userHome), written, true)));
        }
        List<String> told = new ArrayList<>();
        filled("PASEO_LISTEN").ifPresent(listen -> told.addAll(List.of(listen.split(","))));
        written.map(PidFile::addresses).ifPresent(told::addAll);
        told.addAll(home.configuredListen());
        // By label: the hash of a record is made at run time, which a short command pays for.
        Map<String, Target> targets = new LinkedHashMap<>();
        for (String text : told) {
            Optional<Target> target = usable(text);
            if (target.isPresent()) {
                targets.putIfAbsent(target.get().label(), target.get());
            }
        }
        targets.putIfAbsent(USUAL.label(), USUAL);
        return targets.values().stream().map(target -> withPassword(host, secured(target, written, false)))
                .sorted(Comparator.comparing(Target.Tcp.class::isInstance)).toList();
    }

    /**
     * By TLS where the user says so or the daemon of this home has written so down: its certificate is known exactly.
     *
     * <p><b>Errors</b>: {@code INVALID_OPTIONS} for an authority that would not be asked.
     */
    private Target secured(Target target, Optional<PidFile> written, boolean named) {
        if (!(target instanceof Target.Tcp tcp)) {
            return target;
        }
        Optional<Path> own = written.filter(file -> names(file, tcp)).flatMap(PidFile::certificate);
        boolean secure = tcp.tls().isPresent() || own.isPresent();
        if (authority.isPresent() && named && !secure) {
            throw new CliException("INVALID_OPTIONS", "--ca is for a daemon that is reached by TLS", "Write: wss://" + tcp.label());
        }
        if (!secure) {
            return tcp;
        }
        return authority.isPresent() ? tcp.trusting(new Trust.Authority(authority.get()))
                : own.isPresent() ? tcp.trusting(new Trust.Exactly(own.get())) : tcp;
    }

    private boolean names(PidFile file, Target.Tcp target) {
        return file.certificate().isPresent() && file.addresses().stream().anyMatch(own -> own.equals(target.label())
                || usable(own).filter(reached -> reached.label().equals(target.label())).isPresent());
    }

    private Target withPassword(Optional<String> host, Target target) {
        return password.known().isPresent() && target instanceof Target.Tcp tcp && tcp.password().isEmpty() && trusted(host, target)
                ? new Target.Tcp(tcp.host(), tcp.port(), tcp.tls(), password.known()) : target;
    }

    /** The password goes where the user points and where the daemon of this home says that it is: not to whoever has the usual port. */
    private boolean trusted(Optional<String> host, Target target) {
        return named(host).isPresent() || home.pidFile().filter(PidFile::writerAlive).stream().flatMap(file -> file.addresses().stream())
                .map(this::usable).flatMap(Optional::stream).anyMatch(own -> own.label().equals(target.label()));
    }

    private Optional<String> named(Optional<String> host) {
        return host.or(() -> filled("PASEO_HOST"));
    }

    private Optional<String> filled(String variable) {
        return Optional.ofNullable(environment.get(variable)).map(String::trim).filter(text -> !text.isEmpty());
    }

    /** A listen address is not always one to connect to: port 0 and wildcard hosts are not. */
    private Optional<Target> usable(String listen) {
        try {
            Target target = Target.parse(listen, userHome);
            boolean wildcard = target instanceof Target.Tcp tcp && (tcp.host().equals("0.0.0.0") || tcp.host().equals("::"));
            return Optional
                    .of(wildcard ? new Target.Tcp("127.0.0.1", ((Target.Tcp) target).port(), Optional.empty(), Optional.empty()) : target);
        } catch (CliException notOne) {
            return Optional.empty();
        }
    }

    private static CliException refused(Target target, CliException why) {
        return switch (why.code()) {
            case DaemonPassword.REQUIRED -> new CliException(why.code(), "The daemon at " + target.label() + " asks for its password",
                    "Give it with --password-file <file>, or call the command on a terminal.");
            case DaemonPassword.WRONG -> new CliException(why.code(), "The daemon at " + target.label() + " has another password");
            case DaemonConnection.REFUSED -> new CliException(why.code(),
                    "The daemon at " + target.label() + " refuses: " + why.getMessage());
            default -> notRunning(target, why.getMessage());
        };
    }

    private static CliException notRunning(Target target, String reason) {
        return new CliException("DAEMON_NOT_RUNNING", "Cannot connect to daemon at " + target.label() + ": " + reason,
                "Start it with: paseo daemon start");
    }
}
