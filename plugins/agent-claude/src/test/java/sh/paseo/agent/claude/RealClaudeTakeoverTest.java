package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.Setting;
import sh.paseo.testkit.Scenario;

/** What a host relies on that goes on with a real CLI which outlived another, or with its conversation when the CLI died too. */
@EnabledIfSystemProperty(named = "paseo.claude", matches = ".+", disabledReason = "paseo.claude names no claude program")
class RealClaudeTakeoverTest extends RealClaude {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private void restart() {
        context = kept(context.restart(new ClaudeProvider(), settings(Optional.empty()), true));
    }

    private void resume() {
        ResumeToken token = sink().awaitReady().token().orElseThrow();
        context = kept(context.reopen(new ClaudeProvider(), new OpenRequest.Resume(settings(Optional.empty()), token)));
        sink().awaitReady();
    }

    private static String says(String text) {
        JsonArray script = Json.createArrayBuilder().add(Json.createObjectBuilder().add("kind", "text").add("text", text)).build();
        return Scenario.marker(script);
    }

    /** Ends only when every line before it has been read and dealt with. */
    private void completes(String text) {
        assertEquals(COMPLETED, sink().awaitEnd(prompt(says(text))));
        assertEquals(1, model.timesBegun(says(text)));
    }

    private TurnId speaking(String text) {
        TurnId turn = prompt(text);
        sink().await(AgentEvent.Item.class, item -> item.turn().equals(turn));
        return turn;
    }

    private SessionFile file() {
        return SessionFile.of(context.environment(), sink().awaitReady().token().orElseThrow().value()).orElseThrow();
    }

    private void awaitWritten(Send prompt) {
        String uuid = ClaudeProtocol.promptUuid(context.agent(), prompt.turn().orElseThrow());
        Awaitility.await().atMost(PATIENCE).until(() -> file().holds(uuid));
    }

    /** Sends a prompt's line once more, as it was. */
    private void again(Send prompt) {
        context.call(session -> context.outbox().send(Optional.empty(), number -> prompt.text()));
    }

    @Test
    void aPromptThatComesAgainWhileItRunsOrWaitsOrIsOverRunsOnce() {
        TurnId running = speaking("[[slow]] running");
        Send first = context.sends().getLast();
        again(first);
        TurnId waiting = prompt(says("waiting"));
        Send second = context.sends().getLast();
        again(second);
        context.call(session -> session.interrupt(running));
        assertEquals(COMPLETED, sink().awaitEnd(waiting));
        again(first);
        again(second);
        completes("after");
        assertEquals(1, model.timesBegun("[[slow]] running"));
        assertEquals(1, model.timesBegun(says("waiting")));
        assertEquals(3, sink().events(AgentEvent.TurnEnded.class).size());
    }

    @Test
    void anAnsweredPromptThatComesAgainInANewProcessDoesNotRun() {
        completes("only once");
        Send prompt = context.sends().getLast();
        context.close();
        resume();
        assertEquals(Delivery.YES, context.prove(prompt));
        again(prompt);
        completes("after");
        assertEquals(1, model.timesBegun(says("only once")));
    }

    @Test
    void anAnswerMayComeTwiceAndLateAndForNothing() throws IOException {
        TurnId turn = prompt("[[write]]");
        PermissionId question = sink().awaitPermission(turn).request().id();
        context.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
        Send answer = context.sends().getLast();
        again(answer);
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        again(answer);
        context.call(session -> context.outbox().send(Optional.empty(),
                number -> answer.text().replace(question.value(), "00000000-2222-4333-8444-555555555555")));
        completes("after");
        assertEquals("line one\nline two\n", Files.readString(folder.resolve("work/note.txt")));
        assertEquals(1, sink().toolCalls(turn).size());
    }

    /** A host must never close half a line that it left in the pipe, unless the agent may end. */
    @Test
    void halfALineEndsTheCliAtOnce() {
        TurnId turn = speaking("[[slow]]");
        context.write(new Send(1_000, Optional.of(turn), "{\"type\":\"user\",\"mess"));
        assertEquals(1, context.awaitExit().code().orElseThrow());
        AgentEvent.SessionLost lost = sink().await(AgentEvent.SessionLost.class, any -> true);
        assertTrue(lost.reason().contains("Error parsing streaming input line"), lost.reason());
        resume();
        completes("after");
    }

    @Test
    void linesWithoutMeaningAreIgnored() {
        TurnId turn = speaking("[[slow]]");
        List.of("", "  ", "{}", "[1]", "{\"type\":\"novelty\"}").forEach(line -> context.write(new Send(1_000, Optional.of(turn), line)));
        context.call(session -> session.interrupt(turn));
        sink().awaitEnd(turn);
        completes("after");
    }

    @Test
    void aPromptIsReportedBeforeALaterRequestIsAnswered() {
        TurnId running = speaking("[[slow]]");
        for (String text : List.of(says("short"), says("long") + "x".repeat(300_000))) {
            prompt(text);
            Send prompt = context.sends().getLast();
            context.call(session -> context.outbox().send(Optional.empty(), ClaudeProtocol::probe));
            assertEquals(Delivery.YES, context.prove(prompt));
        }
        context.call(session -> session.interrupt(running));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, sink().awaitEnd(running));
    }

    @Test
    void aLostPromptIsFoundOutAndRunsWhenItIsWrittenAgain() {
        sink().awaitReady();
        context.loseNextSend();
        TurnId turn = prompt(says("lost at first"));
        Send lost = context.sends().getLast();
        restart();
        assertEquals(Delivery.NO, context.prove(lost));
        context.write(lost);
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertEquals(Delivery.YES, context.prove(lost));
        assertEquals(1, model.timesBegun(says("lost at first")));
    }

    @Test
    void settingsAndInterruptionsAreProvedByTheirAnswers() {
        TurnId turn = speaking("[[slow]]");
        context.call(session -> session.select(new Setting.OfMode("plan")));
        Send mode = context.sends().getLast();
        context.loseNextSend();
        context.call(session -> session.interrupt(turn));
        Send interrupt = context.sends().getLast();
        restart();
        assertEquals(Delivery.YES, context.prove(mode));
        assertEquals(Delivery.NO, context.prove(interrupt));
        context.write(interrupt);
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, sink().awaitEnd(turn));
        assertEquals(Delivery.YES, context.prove(interrupt));
    }

    @Test
    void aCliThatSpeaksIsTakenOverAndInterrupted() {
        TurnId turn = speaking("[[slow]]");
        restart();
        int said = sink().items(turn).size();
        sink().await(AgentEvent.Item.class, item -> sink().items(turn).size() > said);
        context.call(session -> session.interrupt(turn));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, sink().awaitEnd(turn));
        completes("after");
        context.call(session -> assertFalse(session.commands().isEmpty()));
        assertEquals(1, context.processesStarted());
    }

    @Test
    void aCliThatAsksIsTakenOverAndAnswered() {
        TurnId turn = prompt("[[write]]");
        PermissionId question = sink().awaitPermission(turn).request().id();
        restart();
        context.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
        restart();
        context.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertTrue(Files.exists(folder.resolve("work/note.txt")));
    }

    @Test
    void aCliThatIsBeingGreetedIsTakenOver() {
        restart();
        sink().awaitReady();
        completes("after");
    }

    private Send cutOff() {
        completes("before");
        speaking("[[slow]] cut off");
        Send prompt = context.sends().getLast();
        awaitWritten(prompt);
        context.killProcess();
        context.awaitExit();
        resume();
        return prompt;
    }

    @Test
    void aPromptThatWasBegunAndNotAnsweredWhenTheCliDiedCountsAsDelivered() {
        Send prompt = cutOff();
        assertEquals(Delivery.YES, context.prove(prompt));
        completes("after");
        assertEquals(1, model.timesBegun("[[slow]] cut off"));
    }

    /** That is why the prompt above must not be sent again. */
    @Test
    void aNewProcessRunsAPromptAgainThatTheDeadOneHadNotAnswered() {
        again(cutOff());
        Awaitility.await().atMost(PATIENCE).until(() -> model.timesBegun("[[slow]] cut off") == 2);
    }

    @Test
    void aPromptThatTheDeadCliNeverReadRunsInTheNewOne() {
        completes("before");
        context.loseNextSend();
        TurnId turn = prompt(says("never read"));
        Send prompt = context.sends().getLast();
        context.killProcess();
        context.awaitExit();
        resume();
        assertEquals(Delivery.NO, context.prove(prompt));
        context.call(session -> session.startTurn(turn, Prompt.of(says("never read"))));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertEquals(1, model.timesBegun(says("never read")));
    }

    /** What a regular file has of the CLI's output when the CLI is killed proves what it had read: it reports before it acts. */
    @Test
    void whateverTheModelWasAskedHasBeenReportedBefore() throws Exception {
        context.close();
        for (int i = 0; i < 3; i++) {
            String text = says("round " + i);
            Raw raw = Raw.start(this, folder.resolve("out-" + i));
            raw.write(ClaudeProtocol.prompt("11111111-2222-4333-8444-55555555555" + i, "", Prompt.of(text)));
            Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> model.timesBegun(text) == 1);
            assertTrue(raw.kill().contains("\"state\":\"queued\""), "not reported: " + text);
        }
    }

    /** Killed in its first turn, the CLI leaves a file that it neither resumes nor begins again. */
    @Test
    void aConversationWhoseFileHoldsNoPromptIsBegunAnew() throws IOException {
        speaking("[[slow]] first");
        awaitWritten(context.sends().getLast());
        context.killProcess();
        context.awaitExit();
        SessionFile file = file();
        Files.writeString(file.path(), Files.readAllLines(file.path()).getFirst() + "\n");
        assertFalse(file.begun());
        resume();
        completes("after");
    }
}
