package sh.paseo.it;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real browser without a window, for which every name below {@code .test} and {@code .localhost} is this machine. */
record Browser(Path program, Path profile) {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    /** A page that is shown until this is closed. */
    Shown open(String url) throws IOException {
        return new Shown(builder(List.of("--remote-debugging-port=0", url)).redirectOutput(Redirect.DISCARD).start());
    }

    /** What a page looks like when it has been loaded, as HTML. */
    String dump(String url) throws IOException {
        try (var shown = new Shown(builder(List.of("--dump-dom", url)).start())) {
            return new String(shown.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private ProcessBuilder builder(List<String> rest) {
        var words = new ArrayList<>(List.of(program.toString(), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--user-data-dir=" + profile,
                "--host-resolver-rules=MAP *.test 127.0.0.1, MAP *.localhost 127.0.0.1"));
        words.addAll(rest);
        var builder = new ProcessBuilder(words).redirectInput(Redirect.from(new File("/dev/null"))).redirectError(Redirect.DISCARD);
        builder.environment().put("TMPDIR", profile.getParent().toString());
        return builder;
    }

    /** A running browser with its helpers. */
    record Shown(Process process) implements AutoCloseable {
        @Override
        public void close() {
            var all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
        }
    }
}
