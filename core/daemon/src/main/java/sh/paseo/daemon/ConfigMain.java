package sh.paseo.daemon;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.daemon.config.ConfigException;
import sh.paseo.daemon.config.ConfigTool;
import sh.paseo.daemon.home.HomeException;
import sh.paseo.daemon.home.HomeFolder;

/**
 * Looks at or changes the configuration of the home that {@code PASEO_HOME} names, without a daemon.
 *
 * <p><b>Shape</b>: {@code check}, {@code get [KEY]}, {@code set KEY VALUE}, {@code unset KEY}, {@code schema}, or {@code password} with the
 * password on the standard input; JSON on the standard output. <b>Errors</b>: exit code 78 for what cannot be used, 1 otherwise; the reason
 * goes to standard error and never holds a password.
 */
public final class ConfigMain {
    private static final int UNUSABLE = 78;

    private ConfigMain() {}

    public static void main(String[] words) {
        System.exit(run(List.of(words), System.getenv()));
    }

    private static int run(List<String> words, Map<String, String> environment) {
        try {
            Path home = HomeFolder.locate(environment, Path.of(System.getProperty("user.home")));
            System.out.println(answer(home, words, environment));
            return 0;
        } catch (ConfigException | HomeException refused) {
            return failed(refused, UNUSABLE);
        } catch (IOException | IllegalArgumentException failure) {
            return failed(failure, 1);
        }
    }

    private static JsonValue answer(Path home, List<String> words, Map<String, String> environment) throws IOException {
        ConfigTool tool = new ConfigTool(home);
        return switch (words.isEmpty() ? "" : words.getFirst() + " " + words.size()) {
            case "check 1" -> tool.check(environment);
            case "get 1" -> tool.get(Optional.empty());
            case "get 2" -> tool.get(Optional.of(words.get(1)));
            case "set 3" -> tool.set(words.get(1), words.get(2));
            case "unset 2" -> tool.unset(words.get(1));
            case "schema 1" -> tool.schema();
            case "password 1" -> {
                PasswordSetting.store(home, new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
                yield JsonValue.EMPTY_JSON_OBJECT;
            }
            default -> throw new IllegalArgumentException("Not a task with the configuration: " + words);
        };
    }

    private static int failed(Exception failure, int code) {
        System.err.println(failure.getMessage());
        return code;
    }
}
