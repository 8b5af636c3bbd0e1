package sh.paseo.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import sh.paseo.cli.client.PaseoHome;

/** What a command finds around itself: environment variables, the user's home folder, the folder it was called in, the time. */
public record Surroundings(Map<String, String> environment, Path userHome, Path directory, InstantSource clock) {

    /** The Paseo home that the environment names. */
    public PaseoHome home() {
        return PaseoHome.of(environment, userHome, directory);
    }

    /** The variable, if it is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The path with the user's home folder shortened to {@code ~}. */
    public String tilde(String path) {
        String root = userHome.toString();
        if (path.equals(root)) {
            return "~";
        }
        return path.startsWith(root + "/") ? "~" + path.substring(root.length()) : path;
    }

    /** A path as the user wrote it, made absolute. */
    public Path resolve(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return userHome.resolve(path.length() < 2 ? "" : path.substring(2)).normalize();
        }
        return directory.resolve(path).toAbsolutePath().normalize();
    }
}
