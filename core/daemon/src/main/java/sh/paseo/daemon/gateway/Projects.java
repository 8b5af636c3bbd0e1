package sh.paseo.daemon.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import sh.paseo.protocol.agents.Project;

/**
 * What git says of a folder, read from {@code .git/HEAD} and {@code .git/config} without starting a program, and kept for a moment
 * because every change of an agent asks for it.
 *
 * <p><b>Thread</b>: any.
 */
final class Projects {
    private static final long KEPT = Duration.ofSeconds(2).toNanos();
    private static final int MAX_KEPT = 1_000;
    /** A larger file is none of git's own; it is taken as missing. */
    private static final long MAX_BYTES = 256 * 1024;

    private record Known(Project project, long since) {}

    private final Map<Path, Known> known = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    Projects(LongSupplier nanos) {
        this.nanos = nanos;
    }

    Project of(Path directory) {
        long now = nanos.getAsLong();
        Known kept = known.get(directory);
        if (kept != null && now - kept.since() < KEPT) {
            return kept.project();
        }
        if (known.size() >= MAX_KEPT) {
            known.clear();
        }
        Project project = read(directory);
        known.put(directory, new Known(project, now));
        return project;
    }

    private static Project read(Path directory) {
        for (Path at = directory; at != null; at = at.getParent()) {
            Optional<Path> git = gitFolder(at);
            if (git.isPresent()) {
                return repository(directory, at, git.get());
            }
        }
        return new Project(directory.toString(), name(directory),
                new Project.Checkout(directory.toString(), false, Optional.empty(), Optional.empty(), Optional.empty(), false,
                        Optional.empty()));
    }

    private static Project repository(Path directory, Path root, Path git) {
        Path common = text(git.resolve("commondir")).map(line -> git.resolve(line).normalize()).orElse(git);
        Path main = common.getFileName() != null && common.getFileName().toString().equals(".git") ? common.getParent() : root;
        Optional<String> remote = text(common.resolve("config")).flatMap(Projects::origin);
        Optional<String> branch = text(git.resolve("HEAD")).filter(head -> head.startsWith("ref: refs/heads/"))
                .map(head -> head.substring("ref: refs/heads/".length()));
        Project.Checkout checkout = new Project.Checkout(directory.toString(), true, branch, remote, Optional.of(root.toString()), false,
                main.equals(root) ? Optional.empty() : Optional.of(main.toString()));
        return new Project(main.toString(), name(main), checkout);
    }

    /** The folder with git's own files: {@code .git} itself, or where a worktree's {@code .git} file points. */
    private static Optional<Path> gitFolder(Path root) {
        Path git = root.resolve(".git");
        if (Files.isDirectory(git)) {
            return Optional.of(git);
        }
        return text(git).filter(line -> line.startsWith("gitdir: "))
                .map(line -> root.resolve(line.substring("gitdir: ".length())).normalize());
    }

    private static Optional<String> origin(String config) {
        List<String> lines = config.lines().map(String::strip).toList();
        int section = lines.indexOf("[remote \"origin\"]");
        if (section < 0) {
            return Optional.empty();
        }
        return lines.stream().skip(section + 1L).takeWhile(line -> !line.startsWith("["))
                .filter(line -> line.startsWith("url")).map(line -> line.substring(line.indexOf('=') + 1).strip()).findFirst();
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip()) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String name(Path directory) {
        return directory.getFileName() == null ? directory.toString() : directory.getFileName().toString();
    }
}
