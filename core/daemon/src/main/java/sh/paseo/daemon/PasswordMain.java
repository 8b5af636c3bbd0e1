package sh.paseo.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sh.paseo.daemon.config.ConfigException;
import sh.paseo.daemon.home.HomeException;
import sh.paseo.daemon.home.HomeFolder;

/**
 * Stores the hash of the password that comes on the standard input, for the home that {@code PASEO_HOME} names.
 *
 * <p><b>Errors</b>: exit code 0 when it is stored, 78 for a password, a home or a configuration that cannot be used, 1 otherwise; the
 * reason goes to standard error and never holds the password.
 */
public final class PasswordMain {
    private static final int UNUSABLE = 78;

    private PasswordMain() {}

    public static void main(String[] none) {
        System.exit(run());
    }

    private static int run() {
        try {
            Path home = HomeFolder.locate(System.getenv(), Path.of(System.getProperty("user.home")));
            PasswordSetting.store(home, new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
            return 0;
        } catch (ConfigException | HomeException refused) {
            return failed(refused, UNUSABLE);
        } catch (IOException unreadable) {
            return failed(unreadable, 1);
        }
    }

    private static int failed(Exception failure, int code) {
        System.err.println(failure.getMessage());
        return code;
    }
}
