package sh.paseo.agent.claude;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sh.paseo.api.PluginException;

/**
 * The file in which the CLI keeps a conversation: {@code projects/FOLDER/SESSION.jsonl} in its configuration folder, a JSON object
 * a line. It lags behind the CLI by some tenths of a second.
 *
 * <p><b>Source</b>: files written by Claude Code 2.1.330 and 2.1.197.
 */
record SessionFile(Path path) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

    /** Where the CLI keeps all conversations; empty if there are none. */
    static Optional<Path> projects(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("CLAUDE_CONFIG_DIR")).map(Path::of)
                .or(() -> Optional.ofNullable(environment.get("HOME")).map(home -> Path.of(home, ".claude")))
                .map(folder -> folder.resolve("projects")).filter(Files::isDirectory);
    }

    /** Empty if the conversation is not written down. */
    static Optional<SessionFile> of(Map<String, String> environment, String sessionId) {
        Optional<Path> projects = projects(environment).filter(folder -> NAME.matcher(sessionId).matches());
        if (projects.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(projects.get())) {
            return folders.map(folder -> folder.resolve(sessionId + ".jsonl")).filter(Files::isRegularFile).findFirst()
                    .map(SessionFile::new);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot list Claude Code's conversations in " + projects.get() + ": " + e,
                    e);
        }
    }

    /** Whether it holds a prompt. Without one the CLI does not resume the conversation. */
    boolean begun() {
        return anyLine(line -> line.contains("\"user\"")
                && Fields.parse(line).filter(object -> Fields.text(object, "type", "").equals("user")).isPresent());
    }

    /** Whether the prompt with this uuid has begun; it may stand alone, or among the results of another prompt's tools. */
    boolean holds(String promptUuid) {
        return anyLine(line -> line.contains(promptUuid));
    }

    private boolean anyLine(Predicate<String> wanted) {
        // A reader that replaces what is no text: the CLI may have been killed in the middle of a line.
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8))) {
            return reader.lines().anyMatch(wanted);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot read " + path + ": " + e, e);
        }
    }
}
