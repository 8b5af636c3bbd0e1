import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the ahead-of-time caches of an assembled folder, in place and with the Java that runs this, by using the daemon and the command
 * line as a user does. Then starts both once more in the mode that fails when a cache does not fit.
 *
 * <p>The files get the build's time first: a cache is bound to the times of the jars, and the archive stores the same ones.
 */
final class CachesMain {
    private static final int PATIENCE_SECONDS = 180;

    private final Path install;
    private final Path scratch;

    private CachesMain(Path install, Path scratch) {
        this.install = install;
        this.scratch = scratch;
    }

    /** @param arguments the assembled folder and the build's time */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var install = Path.of(arguments[0]);
        var cache = install.resolve("lib/cache");
        delete(cache);
        var time = FileTime.from(Instant.parse(arguments[1]));
        try (var files = Files.walk(install)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, time);
            }
        }
        Files.createDirectories(cache);
        Files.writeString(cache.resolve("runtime"), System.getProperty("java.home") + "\n");
        var scratch = Files.createTempDirectory("paseo-caches");
        try {
            var caches = new CachesMain(install, scratch);
            // The daemon that is watched finds an agent, for most homes hold some.
            caches.session("off");
            caches.session("train");
            caches.check();
            caches.session("require");
        } finally {
            delete(scratch);
        }
        System.out.println("caches made: " + names(cache));
    }

    /** A daemon in the given cache mode and the commands of a first hour; the last of each kind of command runs in the mode too. */
    private void session(String mode) throws IOException, InterruptedException {
        var log = scratch.resolve(mode + ".log");
        var project = Files.createDirectories(scratch.resolve("project"));
        Files.writeString(project.resolve("README.md"), "A folder to work in.\n");
        var daemon = program(mode, log, "daemon-main").start();
        try {
            awaitAnswers(daemon, log);
            command("auto", log, "run", "--provider", "demo", "--mode", "auto", "--cwd", project.toString(), "Look around.");
            command("auto", log, "provider", "ls");
            command(mode, log, "ls");
            // A daemon in training writes its cache before it ends, which takes longer than any other stop.
            command("auto", log, "daemon", "stop", "--timeout", Integer.toString(PATIENCE_SECONDS));
            if (!daemon.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw failure("the daemon does not end", log);
            }
        } finally {
            daemon.descendants().forEach(ProcessHandle::destroyForcibly);
            daemon.destroyForcibly();
        }
    }

    private void check() throws IOException {
        for (var program : List.of("daemon", "cli")) {
            if (names(install.resolve("lib/cache")).stream().noneMatch(name -> name.startsWith(program + "-"))) {
                throw failure("no cache was written for the " + program, scratch.resolve("train.log"));
            }
        }
    }

    private void awaitAnswers(Process daemon, Path log) throws IOException, InterruptedException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (program("off", log, "ls").start().waitFor() != 0) {
            if (!daemon.isAlive() || System.nanoTime() > end) {
                throw failure("the daemon does not answer", log);
            }
        }
    }

    private void command(String mode, Path log, String... arguments) throws IOException, InterruptedException {
        var process = program(mode, log, arguments).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw failure("this did not work: paseo " + String.join(" ", arguments), log);
        }
    }

    private ProcessBuilder program(String mode, Path log, String... arguments) {
        var words = new ArrayList<>(List.of(install.resolve("bin/paseo").toString()));
        words.addAll(List.of(arguments));
        var builder = new ProcessBuilder(words)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PASEO_"));
        environment.put("PASEO_HOME", scratch.resolve("home").toString());
        environment.put("PASEO_LISTEN", "127.0.0.1:0");
        environment.put("PASEO_JAVA", System.getProperty("java.home"));
        environment.put("PASEO_AOT", mode);
        return builder;
    }

    private static IllegalStateException failure(String what, Path log) throws IOException {
        return new IllegalStateException(what + "\n" + Files.readString(log));
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".aot")).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
