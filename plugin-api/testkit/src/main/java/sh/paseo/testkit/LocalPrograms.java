package sh.paseo.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.Programs;

/** Finds and runs programs of this machine. <b>Thread</b>: any. */
public final class LocalPrograms implements Programs {
    private static final int MOST_OUTPUT = 1024 * 1024;

    private final Map<String, String> environment;

    /** @param environment added to the test's own; its PATH, if any, is where programs are looked for */
    public LocalPrograms(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        String path = environment.getOrDefault("PATH", Optional.ofNullable(System.getenv("PATH")).orElse(""));
        return Stream.of(path.split(":")).filter(folder -> !folder.isEmpty()).map(folder -> Path.of(folder).resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file)).findFirst();
    }

    @Override
    public Result run(List<String> command, Map<String, String> more, Duration limit) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        try {
            Process process = builder.start();
            CompletableFuture<String> out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new PluginException(PluginException.Code.BROKEN, command.getFirst() + " did not end within " + limit);
            }
            return new Result(process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.MISSING, "Cannot start " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(PluginException.Code.BROKEN, "interrupted while " + command.getFirst() + " ran", e);
        }
    }

    private static String read(InputStream in) {
        try (in) {
            String text = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            return "(reading failed: " + e.getMessage() + ")";
        }
    }
}
