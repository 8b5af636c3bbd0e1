package sh.paseo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import sh.paseo.api.PermissionId;
import sh.paseo.api.PluginException;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Setting;

/**
 * What every agent provider must do. Extend it, name your provider and the prompts that bring its agent into each state; a prompt
 * left empty skips the tests that need it.
 */
public abstract class AgentProviderContract extends TakeoverContract {
    private static final Duration QUIET = Duration.ofMillis(300);

    @Test
    final void theDescriptorIsConstant() {
        assertEquals(provider().descriptor(), provider().descriptor());
    }

    @Test
    final void aTurnIsAnsweredAndEndsOnce() {
        FakeSessionContext context = fresh();
        TurnId turn = start(context, echoed("good morning"));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(turn));
        assertTrue(!context.sink().text(turn).isBlank(), "the agent said nothing");
        context.sink().awaitQuiet(QUIET);
        assertEquals(1, context.sink().events(AgentEvent.TurnEnded.class).size());
        assertEquals(1, context.sink().events(AgentEvent.SessionReady.class).size());
    }

    @Test
    final void turnsFollowEachOther() {
        FakeSessionContext context = fresh();
        for (String text : List.of("one", "two", "three")) {
            TurnId turn = start(context, echoed(text));
            assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(turn));
        }
    }

    @Test
    final void textComesWholeAndIsNeverReadAsAnOption() {
        FakeSessionContext context = context(settings(), environment());
        context.open(provider(), new OpenRequest.Fresh(sessionSettings(Optional.of("--help"))));
        for (String text : List.of("--help", "-p --version", "line one\nline two\r\n\u2028end",
                "\u00e4\u20ac\ud83d\ude00\t\"\\\u0007", "$(id) `id`")) {
            TurnId turn = start(context, echoed(text));
            assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(turn));
            assertTrue(!echoes() || context.sink().text(turn).contains(text), "\"" + text + "\" became: " + context.sink().text(turn));
        }
    }

    @Test
    final void anInterruptedAgentStopsSpeakingAndTakesTheNextPrompt() {
        FakeSessionContext context = fresh();
        TurnId turn = start(context, slow());
        context.sink().await(AgentEvent.Item.class, item -> item.turn().equals(turn));
        context.call(session -> session.interrupt(turn));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, context.sink().awaitEnd(turn));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(start(context, echoed("next"))));
    }

    @Test
    final void aTurnInterruptedAtOnceEnds() {
        FakeSessionContext context = fresh();
        context.sink().awaitReady();
        TurnId turn = new TurnId("at-once");
        context.call(session -> session.startTurn(turn, slow()));
        context.call(session -> session.interrupt(turn));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, context.sink().awaitEnd(turn));
    }

    @Test
    final void interruptingNothingDoesNothing() {
        FakeSessionContext context = fresh();
        TurnId turn = start(context, echoed("good morning"));
        context.sink().awaitEnd(turn);
        context.call(session -> session.interrupt(turn));
        context.call(session -> session.interrupt(new TurnId("never-was")));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(start(context, echoed("next"))));
    }

    @Test
    final void anAllowedQuestionGoesOn() {
        FakeSessionContext context = fresh();
        TurnId turn = start(context, needed(asking()));
        PermissionRequest request = context.sink().awaitPermission(turn).request();
        context.call(session -> session.answer(request.id(), PermissionAnswer.Allow.once()));
        context.call(session -> session.answer(request.id(), PermissionAnswer.Allow.once()));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(turn));
        context.call(session -> session.answer(request.id(), PermissionAnswer.Allow.once()));
        context.call(session -> session.answer(new PermissionId("never-was"), PermissionAnswer.Allow.once()));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(start(context, echoed("next"))));
    }

    @Test
    final void aDeniedQuestionEndsTheTurnOnlyIfToldSo() {
        FakeSessionContext context = fresh();
        TurnId goesOn = start(context, needed(asking()));
        PermissionId first = context.sink().awaitPermission(goesOn).request().id();
        context.call(session -> session.answer(first, new PermissionAnswer.Deny(Optional.of("No."), false)));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(goesOn));
        TurnId stops = start(context, needed(asking()));
        PermissionId second = context.sink().awaitPermission(stops).request().id();
        context.call(session -> session.answer(second, new PermissionAnswer.Deny(Optional.empty(), true)));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, context.sink().awaitEnd(stops));
    }

    @Test
    final void aQuestionIsWithdrawnWhenItsTurnIsInterrupted() {
        FakeSessionContext context = fresh();
        TurnId turn = start(context, needed(asking()));
        PermissionId question = context.sink().awaitPermission(turn).request().id();
        context.call(session -> session.interrupt(turn));
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, context.sink().awaitEnd(turn));
        assertEquals(List.of(new AgentEvent.PermissionWithdrawn(question)),
                context.sink().events(AgentEvent.PermissionWithdrawn.class));
        context.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(start(context, echoed("next"))));
    }

    @Test
    final void linesThatAreNoMessagesAreIgnored() {
        FakeSessionContext context = fresh();
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(start(context, needed(garbage()))));
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(start(context, echoed("next"))));
    }

    @Test
    final void aVeryLongLineIsRead() {
        FakeSessionContext context = fresh();
        assertInstanceOf(AgentEvent.Outcome.Completed.class, context.sink().awaitEnd(start(context, needed(bigLine()))));
    }

    @Test
    final void anAgentThatEndsInTheMiddleOfATurnIsLost() {
        FakeSessionContext context = fresh();
        start(context, needed(dying()));
        lost(context);
    }

    @Test
    final void anAgentKilledWhileItSpeaksIsLost() {
        FakeSessionContext context = fresh();
        assumeTrue(context.processesStarted() > 0, "this agent has no process");
        TurnId turn = start(context, slow());
        context.sink().await(AgentEvent.Item.class, item -> item.turn().equals(turn));
        context.killProcess();
        lost(context);
    }

    @Test
    final void anAgentKilledWhileItAsksIsLost() {
        FakeSessionContext context = fresh();
        assumeTrue(context.processesStarted() > 0, "this agent has no process");
        TurnId turn = start(context, needed(asking()));
        PermissionId question = context.sink().awaitPermission(turn).request().id();
        context.killProcess();
        lost(context);
        context.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
    }

    @Test
    final void anAgentKilledWhileItIsIdleIsLost() {
        FakeSessionContext context = fresh();
        assumeTrue(context.processesStarted() > 0, "this agent has no process");
        context.sink().awaitReady();
        context.killProcess();
        lost(context);
    }

    @Test
    final void anAgentKilledWhileItStartsIsLost() {
        FakeSessionContext context = fresh();
        assumeTrue(context.processesStarted() > 0, "this agent has no process");
        context.killProcess();
        lost(context);
    }

    private static void lost(FakeSessionContext context) {
        AgentEvent.SessionLost lost = context.sink().await(AgentEvent.SessionLost.class, any -> true);
        assertTrue(!lost.reason().isBlank(), "no reason is given");
        context.sink().awaitQuiet(QUIET);
        assertEquals(lost, context.sink().events().getLast());
    }

    @Test
    final void aSessionThatCannotBeOpenedLeavesNothing() {
        assumeTrue(brokenSettings().isPresent(), "this agent can always be started");
        FakeSessionContext context = context(brokenSettings().get(), environment());
        OpenRequest request = new OpenRequest.Fresh(sessionSettings(Optional.empty()));
        PluginException failure = assertThrows(PluginException.class, () -> context.open(provider(), request));
        assertTrue(!failure.getMessage().isBlank(), "no reason is given");
        assertEquals(0, context.processesAlive());
        assertEquals(List.of(), context.sink().events());
    }

    @Test
    final void settingsAreAnsweredOnceEach() {
        assumeTrue(goodSetting().isPresent() && badSetting().isPresent(), "this agent has no settings");
        FakeSessionContext context = fresh();
        context.sink().awaitReady();
        context.call(session -> session.select(goodSetting().get()));
        context.sink().await(AgentEvent.SettingChanged.class, changed -> changed.setting().equals(goodSetting().get()));
        context.call(session -> session.select(badSetting().get()));
        AgentEvent.SettingRefused refused = context.sink().await(AgentEvent.SettingRefused.class, any -> true);
        assertEquals(badSetting().get(), refused.setting());
        context.sink().awaitQuiet(QUIET);
        assertEquals(1, context.sink().events(AgentEvent.SettingChanged.class).size());
        assertEquals(1, context.sink().events(AgentEvent.SettingRefused.class).size());
    }

    @Test
    final void anUnknownFeatureIsUnsupported() {
        FakeSessionContext context = fresh();
        PluginException failure = assertThrows(PluginException.class,
                () -> context.call(session -> session.select(new Setting.OfFeature("no-such-feature", JsonValue.TRUE))));
        assertEquals(PluginException.Code.UNSUPPORTED, failure.code());
    }

    @Test
    final void closingTwiceAndFromOtherThreadsIsFine() {
        FakeSessionContext context = fresh();
        TurnId turn = start(context, slow());
        context.sink().await(AgentEvent.Item.class, item -> item.turn().equals(turn));
        CompletableFuture<Void> closes = CompletableFuture.allOf(CompletableFuture.runAsync(context::close),
                CompletableFuture.runAsync(context::close));
        closes.join();
        context.close();
    }

    @Test
    final void aConversationIsResumedByItsToken() {
        FakeSessionContext first = fresh();
        Optional<ResumeToken> token = first.sink().awaitReady().token();
        assumeTrue(token.isPresent(), "this agent cannot resume");
        first.sink().awaitEnd(start(first, echoed("good morning")));
        first.close();
        FakeSessionContext second = context(settings(), environment());
        second.open(provider(), new OpenRequest.Resume(sessionSettings(Optional.empty()), token.get()));
        assertEquals(token, second.sink().awaitReady().token());
        assertInstanceOf(AgentEvent.Outcome.Completed.class, second.sink().awaitEnd(start(second, echoed("and on"))));
    }

    @Test
    final void aConversationThatNeverHadAPromptIsResumedToo() {
        FakeSessionContext first = fresh();
        Optional<ResumeToken> token = first.sink().awaitReady().token();
        assumeTrue(token.isPresent(), "this agent cannot resume");
        first.close();
        FakeSessionContext second = context(settings(), environment());
        second.open(provider(), new OpenRequest.Resume(sessionSettings(Optional.empty()), token.get()));
        assertEquals(token, second.sink().awaitReady().token());
        assertInstanceOf(AgentEvent.Outcome.Completed.class, second.sink().awaitEnd(start(second, echoed("at last"))));
    }

    @Test
    final void aReplayTellsTheSame() {
        FakeSessionContext lived = fresh();
        assumeTrue(lived.processesStarted() > 0, "this agent has no process");
        lived.sink().awaitEnd(start(lived, echoed("one")));
        asking().ifPresent(prompt -> {
            TurnId turn = start(lived, prompt);
            PermissionId question = lived.sink().awaitPermission(turn).request().id();
            lived.call(session -> session.answer(question, PermissionAnswer.Allow.once()));
            lived.sink().awaitEnd(turn);
        });
        TurnId last = start(lived, slow());
        lived.sink().await(AgentEvent.Item.class, item -> item.turn().equals(last));
        lived.killProcess();
        lived.sink().await(AgentEvent.SessionLost.class, any -> true);
        for (int round = 0; round < 2; round++) {
            FakeSessionContext replayed = context(settings(), environment());
            replayed.open(provider(), new OpenRequest.Reattach(sessionSettings(Optional.empty()), new GoneProcess(1), Optional.empty(),
                    Optional.empty()));
            replayed.replay(lived.journal());
            assertEquals(lived.sink().events(), replayed.sink().events());
            assertEquals(List.of(), replayed.sends());
        }
    }
}
