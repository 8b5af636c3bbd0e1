package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;
import sh.paseo.testkit.JournalEntry;
import sh.paseo.testkit.RecordingSink;

/** A recorded conversation: {@code {"dir":"in","msg":{…}}} was sent to the CLI, {@code {"dir":"out","msg":{…}}} came from it. */
record Transcript(String name, List<JournalEntry> entries) {
    static Transcript read(Path file) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        long offset = 0;
        int sends = 0;
        int turns = 0;
        for (String text : Files.readAllLines(file)) {
            JsonObject record = Fields.parse(text).orElseThrow();
            JsonObject message = Fields.object(record, "msg");
            switch (Fields.text(record, "dir", "")) {
                case "in" -> {
                    boolean prompt = Fields.text(message, "type", "").equals("user");
                    Optional<TurnId> turn = prompt ? Optional.of(new TurnId("turn-" + ++turns)) : Optional.empty();
                    entries.add(new JournalEntry.Sent(new Send(++sends, turn, message.toString())));
                }
                case "out" -> {
                    String line = message.toString();
                    entries.add(new JournalEntry.Got(new Line(offset, offset + line.length() + 1, line, false)));
                    offset += line.length() + 1;
                }
                default -> {
                    // Starts, ends and timeouts of the recording.
                }
            }
        }
        return new Transcript(file.getFileName().toString().replace(".jsonl", ""), entries);
    }

    static ClaudeMapper mapper() {
        return new ClaudeMapper(Optional.empty(), Optional.empty());
    }

    List<AgentEvent> events() {
        ClaudeMapper mapper = mapper();
        RecordingSink sink = new RecordingSink();
        entries.forEach(entry -> feed(mapper, entry, sink));
        return sink.events();
    }

    private static void feed(ClaudeMapper mapper, JournalEntry entry, RecordingSink sink) {
        switch (entry) {
            case JournalEntry.Got(Line line) -> mapper.line(line, sink);
            case JournalEntry.Sent(Send send) -> mapper.sent(send);
            case JournalEntry.Exited _ -> throw new IllegalStateException("a transcript holds no exits");
        }
    }
}
