package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sh.paseo.api.PluginException;
import sh.paseo.api.agent.PastSession;
import sh.paseo.api.agent.ResumeToken;

/**
 * Conversations the CLI keeps, each in a {@link SessionFile}.
 */
final class PastSessions {
    /** The first prompt stands near the beginning; instructions and images may come before it. Bytes. */
    private static final int MOST_READ = 1024 * 1024;
    private static final int MOST_TITLE = 80;

    private record Found(Path file, FileTime changed) {}

    private final Optional<Path> projects;

    PastSessions(Map<String, String> environment) {
        this.projects = SessionFile.projects(environment);
    }

    List<PastSession> newest(int limit) {
        if (projects.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(projects.get(), 2, (file, attributes) -> attributes.isRegularFile()
                && file.toString().endsWith(".jsonl"))) {
            List<Found> found = files.flatMap(file -> changed(file).stream().map(time -> new Found(file, time)))
                    .sorted(Comparator.comparing(Found::changed).reversed()).toList();
            return found.stream().flatMap(one -> read(one).stream()).limit(limit).toList();
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO,
                    "Cannot list Claude Code's conversations in " + projects.get() + ": " + e, e);
        }
    }

    /** Empty for a file that has gone in the meantime. */
    private static Optional<FileTime> changed(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Empty for files that hold no conversation with a user, such as those of sub-agents. */
    private static Optional<PastSession> read(Found found) {
        List<JsonObject> lines = beginning(found.file()).lines().flatMap(line -> Fields.parse(line).stream())
                .filter(line -> !Fields.isTrue(line, "isSidechain")).toList();
        Optional<Path> directory = lines.stream().flatMap(line -> Fields.text(line, "cwd").stream()).map(Path::of).findFirst();
        Optional<String> prompt = lines.stream().filter(line -> Fields.text(line, "type", "").equals("user"))
                .flatMap(line -> text(Fields.object(line, "message")).stream()).filter(text -> !text.startsWith("<")).findFirst();
        String id = found.file().getFileName().toString().replace(".jsonl", "");
        return directory.filter(folder -> prompt.isPresent()).map(folder -> new PastSession(new ResumeToken(id), folder,
                prompt.map(PastSessions::title), found.changed().toInstant()));
    }

    private static Optional<String> text(JsonObject message) {
        return Fields.text(message, "content").or(() -> Fields.objects(message, "content").stream()
                .flatMap(block -> Fields.text(block, "text").stream()).findFirst()).filter(text -> !text.isBlank());
    }

    private static String title(String prompt) {
        String line = prompt.strip().lines().findFirst().orElse("");
        return line.length() <= MOST_TITLE ? line : line.substring(0, MOST_TITLE - 1) + "…";
    }

    private static String beginning(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_READ), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot read " + file + ": " + e, e);
        }
    }
}
