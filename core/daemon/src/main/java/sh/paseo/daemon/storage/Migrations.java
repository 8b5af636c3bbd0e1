package sh.paseo.daemon.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The steps from an empty database to the schema this version knows; step N takes a database of {@code user_version} N-1 to N.
 *
 * <p>Steps are only ever added. A released step never changes.
 */
final class Migrations {
    private static final List<String> FILES = List.of("001-agents.sql", "002-takeover.sql");

    private final List<String> steps;

    Migrations(List<String> steps) {
        this.steps = List.copyOf(steps);
    }

    static Migrations shipped() {
        return new Migrations(FILES.stream().map(Migrations::read).toList());
    }

    /** The version after the last step. */
    int latest() {
        return steps.size();
    }

    /** The statements that make version {@code version} out of the one before. */
    String step(int version) {
        return steps.get(version - 1);
    }

    private static String read(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
