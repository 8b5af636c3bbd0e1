package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.SessionSettings;

/**
 * What an agent's process was told and wrote, in its order: a conversation to test a provider with. {@code paseo agent record} makes
 * one of a running agent, {@link #of} one of a test's own.
 *
 * <p><b>Shape</b>: a JSON object a line. The first is {@code {"cassette":1,"agent":"…","provider":"claude","process":"…"}}, the others
 * {@code {"in":"TEXT","number":1,"turn":"…"}}, with the turn left out where there is none, or {@code {"out":"TEXT","start":0,"end":9}},
 * with offsets in the process's output in bytes.
 *
 * <p><b>Errors</b>: {@code IllegalArgumentException} for what is no cassette of this format, or one with a line that was left out
 * because of its length; {@code UncheckedIOException}.
 */
public record Cassette(String provider, List<JournalEntry> entries) {
    private static final int FORMAT = 1;

    public Cassette {
        entries = List.copyOf(entries);
    }

    public static Cassette read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            JsonObject header = lines.isEmpty() ? Json.createObjectBuilder().build() : object(lines.getFirst());
            if (header.getInt("cassette", 0) != FORMAT) {
                throw new IllegalArgumentException(file + " is no cassette of format " + FORMAT);
            }
            List<JournalEntry> entries = new ArrayList<>();
            lines.subList(1, lines.size()).forEach(line -> entries.add(entry(object(line))));
            return new Cassette(header.getString("provider"), entries);
        } catch (JsonException | ClassCastException | NullPointerException e) {
            throw new IllegalArgumentException(file + " is no cassette: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject object(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    private static JournalEntry entry(JsonObject line) {
        String kind = line.containsKey("in") ? "in" : "out";
        if (line.isNull(kind)) {
            throw new IllegalArgumentException("a line was left out because it was too long; without it the cassette tells something else");
        }
        if (kind.equals("in")) {
            Optional<TurnId> turn = line.containsKey("turn") ? Optional.of(new TurnId(line.getString("turn"))) : Optional.empty();
            return new JournalEntry.Sent(new Send(line.getJsonNumber("number").longValueExact(), turn, line.getString(kind)));
        }
        return new JournalEntry.Got(new Line(line.getJsonNumber("start").longValueExact(), line.getJsonNumber("end").longValueExact(),
                line.getString(kind), false));
    }

    /** What happened in a test so far, without the end of the process. */
    public static Cassette of(AgentProvider provider, FakeSessionContext context) {
        return new Cassette(provider.descriptor().id().value(),
                context.journal().stream().filter(entry -> !(entry instanceof JournalEntry.Exited)).toList());
    }

    /** Writes it with everything in it; {@code paseo agent record} takes secrets out. */
    public void write(Path file) {
        List<String> lines = new ArrayList<>();
        lines.add(Json.createObjectBuilder().add("cassette", FORMAT).add("agent", "test").add("provider", provider).add("process", "test")
                .build().toString());
        entries.forEach(entry -> lines.add(line(entry).build().toString()));
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObjectBuilder line(JournalEntry entry) {
        return switch (entry) {
            case JournalEntry.Sent(Send send) -> {
                JsonObjectBuilder line = Json.createObjectBuilder().add("in", send.text()).add("number", send.number());
                send.turn().ifPresent(turn -> line.add("turn", turn.value()));
                yield line;
            }
            case JournalEntry.Got(Line got) -> Json.createObjectBuilder().add("out", got.text()).add("start", got.start())
                    .add("end", got.end());
            case JournalEntry.Exited _ -> throw new IllegalArgumentException("a cassette holds no ends of processes");
        };
    }

    /** All that a session of the provider tells of it; the session sends nothing and starts nothing. */
    public List<AgentEvent> replay(AgentProvider by, SessionSettings settings) {
        try (FakeSessionContext context = new FakeSessionContext(settings.directory(), JsonValue.EMPTY_JSON_OBJECT, Map.of())) {
            context.open(by, new OpenRequest.Reattach(settings, new IdleProcess(), Optional.empty(), Optional.empty()));
            context.replay(entries);
            return context.sink().events();
        }
    }
}
