package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folders in which a daemon keeps what it knows of its agents' processes. */
record AgentHome(Path folder) {
    static AgentHome of(Distribution paseo) {
        return new AgentHome(paseo.home().resolve("agents"));
    }

    /** All agents that have a folder, also those that no client knows. */
    Set<String> agents() throws IOException {
        var found = new HashSet<String>();
        for (var path : folders(folder)) {
            found.add(path.getFileName().toString());
        }
        return found;
    }

    /** The program of an agent, if one runs. */
    Optional<ProcessHandle> program(String agent) throws IOException {
        for (var process : folders(folder.resolve(agent))) {
            var pid = record(process.resolve("process.json")).map(json -> json.getJsonNumber("pid").longValueExact())
                    .filter(known -> Leftovers.isOf(agent, known));
            if (pid.isPresent()) {
                return ProcessHandle.of(pid.get());
            }
        }
        return Optional.empty();
    }

    /** Ends all that still runs for any agent, whether a daemon runs or not. */
    void endAll() throws IOException {
        for (var process : Leftovers.marked(agents())) {
            ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static Optional<JsonObject> record(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var reader = Json.createReader(Files.newBufferedReader(file))) {
            return Optional.of(reader.readObject());
        } catch (NoSuchFileException | JsonException e) {
            // It went in this moment.
            return Optional.empty();
        }
    }

    private static List<Path> folders(Path parent) throws IOException {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(parent, path -> Files.isDirectory(path))) {
            entries.forEach(found::add);
        } catch (NoSuchFileException e) {
            // No agent was made yet.
            return List.of();
        }
        return found;
    }
}
