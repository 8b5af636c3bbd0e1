package sh.paseo.it;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The account that scripted agents give of themselves, read as it grows. <b>Shape</b>: see {@link sh.paseo.testkit.AgentTranscript}.
 */
final class Transcript {
    /** What became of one prompt. */
    static final class Deeds {
        private final String text;
        private final StringBuilder said = new StringBuilder();
        private final List<String> called = new ArrayList<>();
        private final List<String> answers = new ArrayList<>();
        private final Set<String> open = new HashSet<>();

        private Deeds(String text) {
            this.text = text;
        }

        String said() {
            return said.toString();
        }

        List<String> called() {
            return List.copyOf(called);
        }

        /** Whether a process that lives has asked something and was not answered; its number stands in the name of the question. */
        boolean waits() {
            return open.stream().anyMatch(question -> Leftovers.alive(Long.parseLong(question.split("_")[1])));
        }

        /** How many answers were taken that allow something. */
        long allowed() {
            return answers.stream().filter("allow"::equals).count();
        }
    }

    private final Path file;
    private final Map<String, Deeds> byPrompt = new HashMap<>();
    private final Map<String, Deeds> byQuestion = new HashMap<>();
    private final List<Deeds> begun = new ArrayList<>();
    private long read;

    Transcript(Path file) {
        this.file = file;
    }

    /** Each time that an agent began to work on the prompt with this mark. */
    List<Deeds> of(String mark) {
        catchUp();
        return begun.stream().filter(deeds -> deeds.text.startsWith(mark)).toList();
    }

    private void catchUp() {
        if (!Files.exists(file)) {
            return;
        }
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(read);
            var bytes = new byte[Math.toIntExact(in.length() - read)];
            in.readFully(bytes);
            var end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            read += end;
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().map(LiveClient::parse).forEach(this::note);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(JsonObject entry) {
        switch (entry.getString("event")) {
            case "ran" -> {
                var deeds = new Deeds(entry.getString("text"));
                begun.add(deeds);
                byPrompt.put(entry.getString("uuid"), deeds);
            }
            case "said" -> byPrompt.get(entry.getString("uuid")).said.append(entry.getString("text"));
            case "called" -> byPrompt.get(entry.getString("uuid")).called.add(entry.getString("tool"));
            case "asked" -> {
                var deeds = byPrompt.get(entry.getString("uuid"));
                deeds.open.add(entry.getString("request"));
                byQuestion.put(entry.getString("request"), deeds);
            }
            case "answered" -> {
                var deeds = byQuestion.get(entry.getString("request"));
                deeds.open.remove(entry.getString("request"));
                deeds.answers.add(entry.getString("behavior"));
            }
            // What was not answered is withdrawn.
            case "ended" -> byPrompt.get(entry.getString("uuid")).open.clear();
            default -> {
                // Starts and what was received say nothing that is asked for here.
            }
        }
    }
}
