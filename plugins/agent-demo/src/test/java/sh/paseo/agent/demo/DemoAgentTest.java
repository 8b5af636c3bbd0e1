package sh.paseo.agent.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.PermissionId;
import sh.paseo.api.PluginException;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;
import sh.paseo.api.process.Programs;

class DemoAgentTest {
    private static final TurnId TURN = new TurnId("turn-1");
    private static final Pace ENDLESS = beat -> Duration.ofHours(1);

    @TempDir
    Path folder;

    private FakeHost host = new FakeHost();
    private Optional<AgentSession> opened = Optional.empty();

    @AfterEach
    void nothingIsLeftRunning() {
        opened.ifPresent(AgentSession::close);
        host.awaitNoThreads();
    }

    private AgentSession open(String mode, Pace pace) {
        SessionSettings settings = new SessionSettings(folder, Optional.of(mode), Optional.empty(), Optional.empty(), Optional.empty(),
                JsonObject.EMPTY_JSON_OBJECT, JsonObject.EMPTY_JSON_OBJECT);
        AgentSession session = new DemoProvider(pace).open(new OpenRequest.Fresh(settings), host);
        opened = Optional.of(session);
        return session;
    }

    private AgentSession run(String mode, String prompt) {
        AgentSession session = open(mode, Pace.INSTANT);
        session.startTurn(TURN, Prompt.of(prompt));
        return session;
    }

    @Test
    void sessionIsReadyBeforeAnythingElse() {
        run("auto", "hello");
        host.awaitOutcome();
        AgentEvent.SessionReady ready = assertInstanceOf(AgentEvent.SessionReady.class, host.events.getFirst());
        assertEquals(host.agent().value(), ready.token().orElseThrow().value());
        assertEquals(Optional.of("auto"), ready.mode());
        assertEquals(1, host.all(AgentEvent.SessionReady.class).size());
    }

    @Test
    void promptIsPlayedToItsReportWithoutAskingInAutoMode() throws IOException {
        Files.createFile(folder.resolve("pom.xml"));
        run("auto", "explain\n this   build");

        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
        assertTrue(host.all(AgentEvent.PermissionAsked.class).isEmpty());
        assertTrue(host.text().contains("You asked: “explain this build”"), host.text());
        assertTrue(host.text().contains("pom.xml"), host.text());
        assertTrue(host.text().contains("I wrote paseo-demo.md"), host.text());
        assertTrue(Files.readString(folder.resolve("paseo-demo.md")).contains("explain this build"));
        assertEquals(List.of(List.of("ls", folder.toString())), host.commands);
        assertFalse(host.items(TimelineItem.Reasoning.class).isEmpty());
    }

    @Test
    void eventsOfATurnLieBetweenItsStartAndItsEnd() {
        run("auto", "hello");
        host.awaitOutcome();
        assertEquals(new AgentEvent.TurnStarted(TURN), host.events.get(1));
        assertInstanceOf(AgentEvent.TurnEnded.class, host.events.getLast());
        assertEquals(1, host.all(AgentEvent.TurnEnded.class).size());
    }

    @Test
    void everyToolCallEnds() throws IOException {
        Files.createDirectory(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/HEAD"), "ref: refs/heads/topic/a\n");
        run("auto", "hello");
        host.awaitOutcome();
        Map<String, ToolState> last = new HashMap<>();
        host.items(TimelineItem.ToolCall.class).forEach(call -> last.put(call.name(), call.state()));
        assertEquals(Map.of("List", ToolState.COMPLETED, "Read", ToolState.COMPLETED, "Write", ToolState.COMPLETED, "Shell",
                ToolState.COMPLETED), last);
        assertTrue(host.text().contains("git is at topic/a"), host.text());
        assertEquals("git", host.commands.getFirst().getFirst());
    }

    @Test
    void textStreamsInSmallDeltas() {
        run("auto", "hello");
        host.awaitOutcome();
        List<TimelineItem.AssistantText> deltas = host.items(TimelineItem.AssistantText.class);
        assertTrue(deltas.size() > 20, () -> deltas.size() + " deltas");
        assertTrue(deltas.stream().allMatch(delta -> !delta.delta().isEmpty()));
    }

    @Test
    void askModeWritesOnlyOnceAllowed() {
        AgentSession session = run("ask", "hello");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        assertFalse(Files.exists(folder.resolve("paseo-demo.md")));
        assertEquals(folder.resolve("paseo-demo.md").toString(), asked.request().input().getString("path"));
        assertTrue(asked.request().input().getString("content").contains("hello"));

        session.answer(new PermissionId("another"), PermissionAnswer.Allow.once());
        session.answer(asked.request().id(), PermissionAnswer.Allow.once());
        session.answer(asked.request().id(), PermissionAnswer.Allow.once());

        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
        assertTrue(Files.exists(folder.resolve("paseo-demo.md")));
        assertEquals(1, host.all(AgentEvent.PermissionAsked.class).size());
    }

    @Test
    void answerToAnotherQuestionIsNotTaken() {
        AgentSession session = run("ask", "hello");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.answer(new PermissionId("another"), PermissionAnswer.Allow.once());
        session.answer(asked.request().id(), new PermissionAnswer.Deny(Optional.empty(), false));
        host.awaitOutcome();
        assertFalse(Files.exists(folder.resolve("paseo-demo.md")));
    }

    @Test
    void changedInputIsWhatIsWritten() throws IOException {
        allowWith(FakeHost.json("path", "mine.txt", "content", "changed by the user"));
        assertEquals("changed by the user", Files.readString(folder.resolve("mine.txt")));
        assertFalse(Files.exists(folder.resolve("paseo-demo.md")));
        assertEquals(new ToolDetail.WriteFile(folder.resolve("mine.txt").toString(), Optional.of("changed by the user")),
                host.tool("Write").detail());
    }

    @Test
    void changedInputOutsideTheFolderIsRefused() {
        Path outside = folder.resolveSibling(folder.getFileName() + "-outside.md");
        allowWith(FakeHost.json("path", outside.toString(), "content", "x"));
        assertEquals(ToolState.FAILED, host.tool("Write").state());
        assertFalse(Files.exists(outside));
    }

    @Test
    void changedInputThroughALinkOutOfTheFolderIsRefused(@TempDir Path elsewhere) throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        allowWith(FakeHost.json("path", "link/note.md", "content", "x"));
        assertEquals(ToolState.FAILED, host.tool("Write").state());
        assertFalse(Files.exists(elsewhere.resolve("note.md")));
    }

    @Test
    void changedInputWithoutContentIsRefusedAndTheTurnGoesOn() {
        allowWith(FakeHost.json("path", "mine.txt", "text", "x"));
        assertTrue(host.tool("Write").error().orElseThrow().contains("\"content\""));
        assertFalse(Files.exists(folder.resolve("mine.txt")));
        assertEquals(ToolState.COMPLETED, host.tool("Shell").state());
    }

    private void allowWith(JsonObject input) {
        AgentSession session = run("ask", "hello");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.answer(asked.request().id(), new PermissionAnswer.Allow(Optional.of(input), List.of()));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
    }

    @Test
    void denialWritesNothingAndTheTurnGoesOn() {
        AgentSession session = run("ask", "hello");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.answer(asked.request().id(), new PermissionAnswer.Deny(Optional.of("not here"), false));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
        assertFalse(Files.exists(folder.resolve("paseo-demo.md")));
        assertEquals(Optional.of("Denied: not here"), host.tool("Write").error());
        assertTrue(host.text().contains("because you said no: not here"), host.text());
        assertEquals(1, host.commands.size());
    }

    @Test
    void denialWithInterruptionEndsTheTurn() {
        AgentSession session = run("ask", "hello");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.answer(asked.request().id(), new PermissionAnswer.Deny(Optional.empty(), true));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, host.awaitOutcome());
        assertEquals(ToolState.FAILED, host.tool("Write").state());
        assertTrue(host.commands.isEmpty());
    }

    @Test
    void interruptWhileAskingWithdrawsTheQuestion() {
        AgentSession session = run("ask", "hello");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.interrupt(TURN);
        assertEquals(new AgentEvent.Outcome.Interrupted("interrupted"), host.awaitOutcome());
        assertEquals(asked.request().id(), host.all(AgentEvent.PermissionWithdrawn.class).getFirst().permission());
        assertEquals(ToolState.CANCELED, host.tool("Write").state());
        assertFalse(Files.exists(folder.resolve("paseo-demo.md")));
    }

    @Test
    void interruptEndsAPauseAtOnce() {
        AgentSession session = open("auto", ENDLESS);
        session.startTurn(TURN, Prompt.of("hello"));
        host.awaitFirst(AgentEvent.Item.class);
        session.interrupt(TURN);
        assertEquals(new AgentEvent.Outcome.Interrupted("interrupted"), host.awaitOutcome());
    }

    @Test
    void interruptDoesNotWaitForAHangingCommand() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Void> released = new CompletableFuture<>();
        CompletableFuture<Boolean> toldToStop = new CompletableFuture<>();
        host = new FakeHost(command -> {
            running.countDown();
            released.join();
            toldToStop.complete(Thread.currentThread().isInterrupted());
            return new Programs.Result(0, "nobody reads this", "");
        });
        AgentSession session = run("auto", "hello");
        running.await();
        session.interrupt(TURN);
        assertEquals(new AgentEvent.Outcome.Interrupted("interrupted"), host.awaitOutcome());
        assertEquals(ToolState.CANCELED, host.tool("Shell").state());
        released.complete(null);
        assertTrue(toldToStop.join(), "the command was left running");
    }

    @Test
    void interruptOfATurnThatIsOverDoesNothing() {
        AgentSession session = run("auto", "hello");
        host.awaitOutcome();
        int told = host.events.size();
        session.interrupt(TURN);
        session.interrupt(new TurnId("never"));
        assertEquals(told, host.events.size());
    }

    @Test
    void interruptOfAnotherTurnIsIgnored() {
        AgentSession session = run("ask", "hello");
        AgentEvent.PermissionAsked asked = host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.interrupt(new TurnId("an earlier one"));
        session.answer(asked.request().id(), PermissionAnswer.Allow.once());
        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
    }

    @Test
    void closeEndsTheRunningTurnAndMayBeRepeated() {
        AgentSession session = run("ask", "hello");
        host.awaitFirst(AgentEvent.PermissionAsked.class);
        session.close();
        session.close();
        assertEquals(List.of(new AgentEvent.TurnEnded(TURN, new AgentEvent.Outcome.Interrupted("session closed"))),
                host.all(AgentEvent.TurnEnded.class));
        assertTrue(host.threads.stream().noneMatch(Thread::isAlive));
        assertThrows(PluginException.class, () -> session.startTurn(new TurnId("late"), Prompt.of("x")));
    }

    @Test
    void secondTurnFollowsTheFirst() {
        AgentSession session = run("auto", "one");
        host.awaitOutcome();
        session.startTurn(new TurnId("turn-2"), Prompt.of("two"));
        Awaitility.await().atMost(FakeHost.SOON).until(() -> host.all(AgentEvent.TurnEnded.class).size() == 2);
        assertTrue(host.text().contains("“two”"));
    }

    @Test
    void secondTurnAtTheSameTimeIsRefused() {
        AgentSession session = run("ask", "one");
        host.awaitFirst(AgentEvent.PermissionAsked.class);
        assertThrows(PluginException.class, () -> session.startTurn(new TurnId("turn-2"), Prompt.of("two")));
    }

    @Test
    void missingProgramIsAFailedToolCall() {
        host = new FakeHost(command -> {
            throw FakeHost.broken("no such program");
        });
        run("auto", "hello");
        assertInstanceOf(AgentEvent.Outcome.Completed.class, host.awaitOutcome());
        assertEquals(Optional.of("no such program"), host.tool("Shell").error());
    }

    @Test
    void modeTakesEffectInTheNextTurn() {
        AgentSession session = open("ask", Pace.INSTANT);
        session.select(new Setting.OfMode("auto"));
        session.startTurn(TURN, Prompt.of("hello"));
        host.awaitOutcome();
        assertTrue(host.all(AgentEvent.PermissionAsked.class).isEmpty());
        assertEquals(new Setting.OfMode("auto"), host.all(AgentEvent.SettingChanged.class).getFirst().setting());
    }

    @Test
    void unknownSettingsAreRefused() {
        AgentSession session = open("ask", Pace.INSTANT);
        session.select(new Setting.OfMode("yolo"));
        session.select(new Setting.OfModel(Optional.of("other")));
        session.select(new Setting.OfThinking(Optional.of("hard")));
        assertEquals(3, host.all(AgentEvent.SettingRefused.class).size());
        session.select(new Setting.OfModel(Optional.empty()));
        assertEquals(1, host.all(AgentEvent.SettingChanged.class).size());
    }

    @Test
    void imageAloneIsAPrompt() {
        AgentSession session = open("auto", Pace.INSTANT);
        session.startTurn(TURN, new Prompt("", List.of(new Prompt.Image("image/png", "AA=="))));
        host.awaitOutcome();
        assertTrue(host.text().contains("You asked: an image."), host.text());
    }
}
