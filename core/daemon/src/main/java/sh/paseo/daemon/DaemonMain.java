package sh.paseo.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sh.paseo.daemon.config.ConfigException;
import sh.paseo.daemon.home.HomeException;
import sh.paseo.daemon.home.HomeFolder;
import sh.paseo.engine.StoreException;

/**
 * Starts the daemon in the foreground.
 *
 * <p><b>Shape</b>: {@code [--home FOLDER] [--listen ADDRESS]...}. <b>Errors</b>: exit code 0 after a stop, 75 when it is to be started
 * again, 78 for a home or a configuration that cannot be used, 1 otherwise; the reason goes to standard error.
 */
public final class DaemonMain {
    private static final int RESTART = 75;
    private static final int UNUSABLE = 78;

    private DaemonMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.getenv()));
    }

    private static int run(List<String> arguments, Map<String, String> inherited) {
        Map<String, String> environment = new HashMap<>(inherited);
        List<String> listen = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            boolean known = option.equals("--home") || option.equals("--listen");
            if (!known || i + 1 == arguments.size()) {
                System.err.println("paseo daemon: " + (known ? option + " needs a value" : "unknown option " + option));
                return 1;
            }
            i++;
            if (option.equals("--home")) {
                environment.put("PASEO_HOME", arguments.get(i));
            } else {
                listen.add(arguments.get(i));
            }
        }
        try {
            Path home = HomeFolder.locate(environment, Path.of(System.getProperty("user.home")));
            return Daemon.run(home, environment, listen, Runtime.getRuntime()::halt) == Daemon.End.RESTART ? RESTART : 0;
        } catch (ConfigException refused) {
            return failed(refused, UNUSABLE);
        } catch (HomeException refused) {
            return failed(refused, refused.exitCode());
        } catch (StoreException refused) {
            return failed(refused, UNUSABLE);
        } catch (RuntimeException failure) {
            System.getLogger(DaemonMain.class.getName()).log(System.Logger.Level.ERROR, "the daemon cannot go on", failure);
            return failed(failure, 1);
        }
    }

    private static int failed(RuntimeException failure, int code) {
        System.err.println("paseo daemon: " + failure.getMessage());
        return code;
    }
}
