package sh.paseo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs that are measured: the unpacked distribution through its own launcher, and Node as the yardstick.
 *
 * @param distribution the unpacked folder
 * @param scratch      a folder for homes and output
 */
record Programs(Path distribution, Path scratch) {
    /** What would change how a program behaves without being a part of it. */
    private static final Pattern FOREIGN = Pattern.compile("PASEO_|JAVA_TOOL|JDK_JAVA|NODE_");

    /** A new, empty home for a daemon; with the load generator among its plugins if wanted. */
    Path home(boolean withLoad) throws IOException {
        Path home = Files.createTempDirectory(scratch, "home");
        if (withLoad) {
            Path plugins = Files.createDirectory(home.resolve("plugins"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (Stream<Path> extras = Files.list(distribution.resolve("extras"))) {
                for (Path jar : extras.filter(file -> file.getFileName().toString().matches(".*agent-load.*\\.jar")).toList()) {
                    Files.copy(jar, plugins.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return home;
    }

    /** The home of the Java that runs the daemon. */
    Path runtime() throws IOException {
        return Path.of(Files.readString(distribution.resolve("lib/cache/runtime")).strip());
    }

    Started daemon(Path home) throws IOException {
        int port = Started.freePort();
        ProcessBuilder program = paseo(home, "daemon-main");
        program.environment().put("PASEO_LISTEN", "127.0.0.1:" + port);
        return Started.start(program, port, output("daemon"));
    }

    Started nodeServer() throws IOException {
        Path script = scratch.resolve("yardstick.js");
        if (!Files.exists(script)) {
            try (var source = Programs.class.getResourceAsStream("yardstick.js")) {
                Files.copy(source, script);
            }
        }
        int port = Started.freePort();
        return Started.start(clean(List.of("node", script.toString(), Integer.toString(port))), port, output("node"));
    }

    ProcessBuilder paseo(Path home, String... arguments) {
        List<String> command = new ArrayList<>(List.of(distribution.resolve("bin/paseo").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder program = clean(command);
        program.environment().put("PASEO_HOME", home.toString());
        return program;
    }

    /** Milliseconds from before the process was made to its end, which must be a good one. */
    double run(ProcessBuilder program) throws IOException {
        Path output = output("run");
        program.redirectErrorStream(true).redirectOutput(output.toFile());
        long begun = System.nanoTime();
        Process process = program.start();
        try {
            int code = process.waitFor();
            double millis = (System.nanoTime() - begun) / 1e6;
            if (code != 0) {
                throw new BenchException(program.command() + " ended with " + code + ":\n" + Files.readString(output));
            }
            return millis;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new BenchException("interrupted", e);
        }
    }

    ProcessBuilder clean(List<String> command) {
        ProcessBuilder program = new ProcessBuilder(command).directory(scratch.toFile());
        program.environment().keySet().removeIf(name -> FOREIGN.matcher(name).lookingAt());
        return program;
    }

    /** Bytes of all files of the distribution, and how many files. */
    long[] size() throws IOException {
        try (Stream<Path> files = Files.walk(distribution)) {
            List<Path> regular = files.filter(Files::isRegularFile).toList();
            return new long[] {regular.stream().mapToLong(Programs::bytes).sum(), regular.size()};
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output(String what) throws IOException {
        return Files.createTempFile(scratch, what, ".out");
    }
}
