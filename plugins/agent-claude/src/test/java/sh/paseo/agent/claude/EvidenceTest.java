package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.Setting;

class EvidenceTest {
    private static final TurnId TURN = new TurnId("t");
    private static final String UUID = "0f0f0f0f-2222-4333-8444-555555555555";

    @TempDir
    private Path folder;
    private final Turns turns = new Turns();

    private static Send send(long number, LongFunction<String> line) {
        return new Send(number, Optional.of(TURN), line.apply(number));
    }

    private static Send prompt() {
        return send(5, number -> ClaudeProtocol.prompt(UUID, "s", Prompt.of("hello")));
    }

    private static List<Line> lines(String... texts) {
        return Stream.of(texts).map(text -> new Line(0, text.length(), text, false)).toList();
    }

    private static String answer(long number) {
        return "{\"type\":\"control_response\",\"response\":{\"subtype\":\"success\",\"request_id\":\"req_" + number
                + "\",\"response\":{}}}";
    }

    private static String state(String uuid, String state) {
        return "{\"type\":\"command_lifecycle\",\"command_uuid\":\"" + uuid + "\",\"state\":\"" + state + "\"}";
    }

    private Delivery delivered(Send send, String... since) {
        return Evidence.of(send, lines(since), turns);
    }

    @Test
    void aPromptIsProvedByTheCliNamingIt() {
        for (String state : List.of("queued", "started", "completed", "cancelled")) {
            assertEquals(Delivery.YES, delivered(prompt(), answer(4), state(UUID, state), answer(6)));
        }
        assertEquals(Delivery.UNKNOWN, delivered(prompt(), state("another", "queued"), "garbage", "{\"text\":\"" + UUID + "\"}"));
    }

    @Test
    void aLaterRequestThatWasAnsweredProvesThatAPromptWasLost() {
        assertEquals(Delivery.UNKNOWN, delivered(prompt()));
        assertEquals(Delivery.UNKNOWN, delivered(prompt(), answer(4)));
        assertEquals(Delivery.NO, delivered(prompt(), answer(6)));
        assertEquals(Delivery.UNKNOWN, delivered(prompt(), answer(6).replace("req_6", "req_x6"), answer(6).replace("req_6", "6")));
    }

    @Test
    void aPromptOfACliThatDoesNotReportIsProvedByItsTurn() {
        turns.sent(TURN, UUID);
        assertEquals(Delivery.UNKNOWN, delivered(prompt()));
        turns.begin();
        assertEquals(Delivery.YES, delivered(prompt()));
        turns.end();
        assertEquals(Delivery.YES, delivered(prompt()));
    }

    @Test
    void requestsAreProvedByTheirAnswers() {
        Send mode = send(5, number -> ClaudeProtocol.select(number, new Setting.OfMode("plan")));
        assertEquals(Delivery.YES, delivered(mode, answer(5)));
        assertEquals(Delivery.UNKNOWN, delivered(mode, answer(4)));
        assertEquals(Delivery.NO, delivered(mode, answer(6)));
    }

    @Test
    void anInterruptionIsNeverRepeatedForATurnThatIsOver() {
        Send interrupt = send(5, ClaudeProtocol::interrupt);
        assertEquals(Delivery.YES, delivered(interrupt, answer(6)));
        turns.sent(TURN, UUID);
        turns.begin();
        assertEquals(Delivery.NO, delivered(interrupt, answer(6)));
        assertEquals(Delivery.UNKNOWN, delivered(interrupt));
        assertEquals(Delivery.YES, delivered(interrupt, answer(5)));
    }

    @Test
    void whatDoesNoHarmTwiceIsSentAgainAtOnce() {
        Send greeting = send(5, number -> ClaudeProtocol.initialize(number, Optional.of("s")));
        assertEquals(Delivery.NO, delivered(greeting));
        assertEquals(Delivery.YES, delivered(greeting, answer(5)));
        assertEquals(Delivery.NO, delivered(send(5, number -> ClaudeProtocol.answer("q", JsonValue.EMPTY_JSON_OBJECT,
                PermissionAnswer.Allow.once()))));
        assertEquals(Delivery.YES, delivered(send(5, ClaudeProtocol::probe)));
    }

    @Test
    void afterADeathOnlyAPromptCountsAndTheFileDecides() throws IOException {
        Map<String, String> environment = Map.of("CLAUDE_CONFIG_DIR", folder.toString());
        assertEquals(Optional.empty(), SessionFile.of(environment, "s"));
        Path path = Files.createDirectories(folder.resolve("projects/-home-ann")).resolve("s.jsonl");
        Files.writeString(path, "{\"type\":\"queue-operation\",\"operation\":\"enqueue\",\"content\":\"say \\\"user\\\"\"}\n");
        Optional<SessionFile> file = SessionFile.of(environment, "s");
        assertFalse(file.orElseThrow().begun());
        assertEquals(Delivery.NO, Evidence.afterDeath(prompt(), List.of(), file));
        assertEquals(Delivery.NO, Evidence.afterDeath(prompt(), List.of(), Optional.empty()));
        assertEquals(Delivery.YES, Evidence.afterDeath(prompt(), lines(state(UUID, "queued")), file));
        assertEquals(Delivery.YES, Evidence.afterDeath(send(4, ClaudeProtocol::interrupt), List.of(), file));
        Files.writeString(path, "{\"type\":\"user\",\"uuid\":\"" + UUID + "\"}\n{\"type\":\"assi", StandardOpenOption.APPEND);
        Files.write(path, new byte[] {(byte) 0xc3}, StandardOpenOption.APPEND);
        assertTrue(file.get().begun());
        assertEquals(Delivery.YES, Evidence.afterDeath(prompt(), List.of(), file));
    }

    @Test
    void aConversationsNameIsNoPath() throws IOException {
        Files.createDirectories(folder.resolve("projects/one"));
        Files.writeString(folder.resolve("secret.jsonl"), "{}");
        Map<String, String> environment = Map.of("CLAUDE_CONFIG_DIR", folder.toString());
        assertEquals(Optional.empty(), SessionFile.of(environment, "../../secret"));
    }
}
