package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PastSession;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;
import sh.paseo.testkit.FakeProbeContext;

/** A conversation with the real CLI. */
@EnabledIfSystemProperty(named = "paseo.claude", matches = ".+", disabledReason = "paseo.claude names no claude program")
class RealClaudeTest extends RealClaude {
    private static final String PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    @Test
    void aPromptIsAnsweredInPieces() {
        TurnId turn = prompt("[[text]] please");
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertEquals("Hello from the scripted model.", sink().text(turn));
        assertTrue(sink().items(turn).size() > 1, "one item only: " + sink().items(turn));
        assertEquals(1, model.timesBegun("[[text]] please"));
        AgentEvent.UsageReported usage = sink().await(AgentEvent.UsageReported.class, any -> true);
        assertEquals(42, usage.usage().outputTokens().orElseThrow());
        assertEquals(1542, usage.usage().contextWindowUsedTokens().orElseThrow());
        context.call(session -> assertFalse(session.commands().isEmpty()));
    }

    @Test
    void reasoningIsToldApartFromTheAnswer() {
        TurnId turn = prompt("[[think]]");
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertEquals("Let me think about this carefully.", sink().reasoning(turn));
        assertEquals("I thought about it.", sink().text(turn));
    }

    @Test
    void aFileIsWrittenWhenTheUserAllowsIt() throws IOException {
        TurnId turn = prompt("[[write]]");
        PermissionRequest request = sink().awaitPermission(turn).request();
        assertEquals(PermissionRequest.Kind.TOOL, request.kind());
        assertInstanceOf(ToolDetail.WriteFile.class, request.detail().orElseThrow());
        context.call(session -> session.answer(request.id(), PermissionAnswer.Allow.once()));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertEquals("line one\nline two\n", Files.readString(folder.resolve("work/note.txt")));
        assertEquals(ToolState.COMPLETED, sink().toolCalls(turn).getFirst().state());
    }

    @Test
    void nothingIsWrittenWhenTheUserDeniesIt() {
        TurnId turn = prompt("[[write]]");
        PermissionRequest request = sink().awaitPermission(turn).request();
        context.call(session -> session.answer(request.id(), new PermissionAnswer.Deny(Optional.of("Not now."), false)));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertFalse(Files.exists(folder.resolve("work/note.txt")));
        assertEquals(Optional.of("Not now."), sink().toolCalls(turn).getFirst().error());
    }

    @Test
    void aDenialCanEndTheTurn() {
        TurnId turn = prompt("[[write]]");
        PermissionRequest request = sink().awaitPermission(turn).request();
        context.call(session -> session.answer(request.id(), new PermissionAnswer.Deny(Optional.empty(), true)));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, sink().awaitEnd(turn));
        assertEquals(ToolState.CANCELED, sink().toolCalls(turn).getFirst().state());
    }

    @Test
    void theUserMayChangeWhatIsRun() {
        TurnId turn = prompt("[[shell]]");
        PermissionRequest request = sink().awaitPermission(turn).request();
        JsonObject changed = Json.createObjectBuilder(request.input()).add("command", "echo changed").build();
        context.call(session -> session.answer(request.id(), new PermissionAnswer.Allow(Optional.of(changed), List.of())));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        ToolDetail.Shell shell = assertInstanceOf(ToolDetail.Shell.class, sink().toolCalls(turn).getFirst().detail());
        assertEquals(Optional.of("changed"), shell.output());
        assertEquals(OptionalInt.of(0), shell.exitCode());
    }

    @Test
    void aFailedCommandShowsItsExitCode() {
        TurnId turn = prompt("[[shellfail]]");
        PermissionRequest request = sink().awaitPermission(turn).request();
        context.call(session -> session.answer(request.id(), PermissionAnswer.Allow.once()));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        ToolDetail.Shell shell = assertInstanceOf(ToolDetail.Shell.class, sink().toolCalls(turn).getFirst().detail());
        assertEquals(OptionalInt.of(3), shell.exitCode());
        assertEquals(Optional.of("oops"), shell.output());
    }

    @Test
    void anInterruptedTurnEndsAndTheNextOneRuns() {
        TurnId turn = prompt("[[slow]]");
        sink().await(AgentEvent.Item.class, item -> item.turn().equals(turn));
        context.call(session -> session.interrupt(turn));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, sink().awaitEnd(turn));
        context.call(session -> session.interrupt(turn));
        assertEquals(COMPLETED, sink().awaitEnd(prompt("[[text]]")));
    }

    @Test
    void aTurnInterruptedBeforeItBeganEnds() {
        sink().awaitReady();
        TurnId turn = new TurnId("at-once");
        context.call(session -> session.startTurn(turn, Prompt.of("[[slow]]")));
        context.call(session -> session.interrupt(turn));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, sink().awaitEnd(turn));
    }

    @Test
    void anImageReachesTheModel() {
        TurnId turn = prompt(new Prompt("[[image]]", List.of(new Prompt.Image("image/png", PIXEL))));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertEquals("I see 1 image(s).", sink().text(turn));
    }

    @Test
    void aRefusedAccountFailsTheTurnAndSaysSo() {
        TurnId turn = prompt("[[err401]]");
        AgentEvent.Outcome.Failed failed = assertInstanceOf(AgentEvent.Outcome.Failed.class, sink().awaitEnd(turn));
        assertEquals(Optional.of("authentication_failed"), failed.code());
        assertEquals("", sink().text(turn));
        assertEquals(COMPLETED, sink().awaitEnd(prompt("[[text]]")));
    }

    @Test
    void aMissingAccountFailsTheTurnAndSaysWhereToSignIn() {
        context.close();
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("ANTHROPIC_API_KEY", "");
        context = session(new OpenRequest.Fresh(settings(Optional.empty())), environment);
        AgentEvent.Outcome.Failed failed = assertInstanceOf(AgentEvent.Outcome.Failed.class, sink().awaitEnd(prompt("[[text]]")));
        assertEquals(Optional.of("authentication_failed"), failed.code());
        assertTrue(failed.message().contains("sign in there"), failed.message());
        Availability.Ready probed = assertInstanceOf(Availability.Ready.class,
                new ClaudeProvider().probe(new FakeProbeContext(context.settings(), context.environment())));
        assertTrue(probed.notice().isPresent(), "the probe says nothing");
    }

    @Test
    void aQuestionIsAnsweredByWhatTheUserChose() {
        TurnId turn = prompt("[[ask]]");
        PermissionRequest request = sink().awaitPermission(turn).request();
        assertEquals(PermissionRequest.Kind.QUESTION, request.kind());
        JsonObject answers = Json.createObjectBuilder(request.input()).add("answers", Json.createObjectBuilder()
                .add("Which colour?", "Blue")).build();
        context.call(session -> session.answer(request.id(), new PermissionAnswer.Allow(Optional.of(answers), List.of())));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertTrue(sink().toolCalls(turn).getFirst().detail().toString().contains("Blue"));
    }

    @Test
    void aPlanIsPutBeforeTheUserAndEndsThePlanMode() {
        sink().awaitReady();
        context.call(session -> session.select(new Setting.OfMode("plan")));
        sink().await(AgentEvent.SettingChanged.class, changed -> changed.setting().equals(new Setting.OfMode("plan")));
        TurnId turn = prompt("[[plan]]");
        PermissionRequest request = sink().awaitPermission(turn).request();
        assertEquals(PermissionRequest.Kind.PLAN, request.kind());
        assertEquals(Optional.of(new ToolDetail.Plan("1. Do A\n2. Do B")), request.detail());
        context.call(session -> session.answer(request.id(), PermissionAnswer.Allow.once()));
        assertEquals(COMPLETED, sink().awaitEnd(turn));
        assertEquals(new Setting.OfMode("default"), sink().events(AgentEvent.SettingChanged.class).getLast().setting());
    }

    @Test
    void settingsAreAnsweredOnceEach() {
        sink().awaitReady();
        List<Setting> good = List.of(new Setting.OfMode("acceptEdits"), new Setting.OfModel(Optional.of("sonnet")),
                new Setting.OfThinking(Optional.of("high")), new Setting.OfThinking(Optional.empty()));
        List<Setting> bad = List.of(new Setting.OfMode("bogus"), new Setting.OfThinking(Optional.of("bogus")));
        good.forEach(setting -> context.call(session -> session.select(setting)));
        bad.forEach(setting -> context.call(session -> session.select(setting)));
        assertEquals(COMPLETED, sink().awaitEnd(prompt("[[text]]")));
        List<Setting> changed = sink().events(AgentEvent.SettingChanged.class).stream().map(AgentEvent.SettingChanged::setting).toList();
        List<Setting> refused = sink().events(AgentEvent.SettingRefused.class).stream().map(AgentEvent.SettingRefused::setting).toList();
        assertEquals(good.size(), changed.size());
        assertEquals(Set.copyOf(good), Set.copyOf(changed));
        assertEquals(bad.size(), refused.size());
        assertEquals(Set.copyOf(bad), Set.copyOf(refused));
        assertEquals("claude-sonnet", model.requests().getLast().model().substring(0, 13));
    }

    @Test
    void aConversationIsResumedByItsToken() {
        ResumeToken token = sink().awaitReady().token().orElseThrow();
        assertEquals(COMPLETED, sink().awaitEnd(prompt("[[text]] remember 42")));
        context.close();
        assertEquals(OptionalInt.of(0), context.awaitExit().code());
        context = session(new OpenRequest.Resume(settings(Optional.of("acceptEdits")), token));
        assertEquals(Optional.of(token), sink().awaitReady().token());
        assertEquals(COMPLETED, sink().awaitEnd(prompt("[[write]]")));
        assertTrue(Files.exists(folder.resolve("work/note.txt")));
        assertEquals(1, model.timesBegun("remember 42"));
    }

    @Test
    void aConversationThatNeverHadAPromptIsResumedToo() {
        ResumeToken token = sink().awaitReady().token().orElseThrow();
        context.close();
        context = session(new OpenRequest.Resume(settings(Optional.empty()), token));
        assertEquals(Optional.of(token), sink().awaitReady().token());
        assertEquals(COMPLETED, sink().awaitEnd(prompt("[[text]]")));
    }

    @Test
    void conversationsOnDiskAreFound() {
        ResumeToken token = sink().awaitReady().token().orElseThrow();
        assertEquals(COMPLETED, sink().awaitEnd(prompt("[[text]] find me")));
        context.close();
        List<PastSession> past = new ClaudeProvider().pastSessions(new FakeProbeContext(context.settings(), context.environment()), 10);
        assertEquals(List.of(token), past.stream().map(PastSession::token).toList());
        assertEquals(Optional.of("[[text]] find me"), past.getFirst().title());
        assertEquals(folder.resolve("work"), past.getFirst().directory());
    }

    @Test
    void theProbeFindsVersionAndAccount() {
        Availability.Ready ready = assertInstanceOf(Availability.Ready.class,
                new ClaudeProvider().probe(new FakeProbeContext(context.settings(), context.environment())));
        assertTrue(ready.version().orElseThrow().matches("\\d+\\.\\d+\\.\\d+"), ready.version().toString());
        assertEquals(Optional.empty(), ready.notice());
    }

    @Test
    void aConversationThatDoesNotExistCannotBeResumed() {
        context.close();
        context = session(new OpenRequest.Resume(settings(Optional.empty()), new ResumeToken("99999999-2222-4333-8444-555555555555")));
        AgentEvent.SessionLost lost = sink().await(AgentEvent.SessionLost.class, any -> true);
        assertTrue(lost.reason().contains("99999999-2222-4333-8444-555555555555"), lost.reason());
    }

    @Test
    void nobodyIsAskedInBypassModeEvenAsRoot() {
        context.close();
        context = session(new OpenRequest.Fresh(settings(Optional.of(Launch.BYPASS))));
        assertEquals(Optional.of(Launch.BYPASS), sink().awaitReady().mode());
        assertEquals(COMPLETED, sink().awaitEnd(prompt("[[write]]")));
        assertTrue(Files.exists(folder.resolve("work/note.txt")));
        assertEquals(List.of(), sink().events(AgentEvent.PermissionAsked.class));
    }
}
