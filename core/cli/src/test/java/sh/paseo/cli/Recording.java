package sh.paseo.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sh.paseo.cli.client.Json;

/** A recorded conversation of a command with a daemon, and what the command printed. */
record Recording(String name, List<Step> steps, List<String> printed) {

    /** One message, or the client's goodbye. */
    record Step(boolean fromClient, boolean close, JsonObject payload) {}

    static Recording load(String name) {
        Path folder = Path.of(System.getProperty("paseo.shared", "../shared")).resolve("spec").resolve("transcripts");
        assumeTrue(Files.isDirectory(folder), "the recorded conversations are missing: " + folder);
        try {
            return new Recording(name, steps(folder.resolve(name + ".jsonl")), printed(folder.resolve("out").resolve(name + ".txt")));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Step> steps(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        int connection = -1;
        for (String line : Files.readAllLines(file)) {
            JsonObject entry = Json.read(line);
            connection = connection < 0 ? entry.getInt("conn") : connection;
            if (entry.getInt("conn") != connection || entry.getString("dir").equals("open")) {
                continue;
            }
            boolean close = Json.text(entry, "op").orElse("").equals("close");
            steps.add(new Step(entry.getString("dir").equals("c2s"), close, close ? Json.EMPTY : entry.getJsonObject("payload")));
        }
        return steps;
    }

    /** Without the command line in front and the exit code behind. */
    private static List<String> printed(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return lines.subList(1, lines.size() - 1);
    }

}
