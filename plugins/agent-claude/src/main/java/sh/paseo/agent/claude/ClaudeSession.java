package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import sh.paseo.api.PermissionId;
import sh.paseo.api.PluginException;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.SlashCommand;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec;

/**
 * One conversation with one process of the CLI. All that is known of it is in the mapper; this class only writes to the CLI.
 *
 * <p><b>Thread</b>: as {@link AgentSession} says.
 */
final class ClaudeSession implements AgentSession {
    private final SessionContext context;
    private final CountDownLatch settled = new CountDownLatch(1);
    private final AtomicBoolean lost = new AtomicBoolean();
    private ClaudeMapper mapper;
    private Optional<Supplier<ProcessSpec>> otherwise;
    private volatile AgentProcess process;
    /** Our first line to this process; 0 if an earlier session sent it. */
    private long greeting;
    private long probe;

    /** @param otherwise what to start when the CLI ends before it has answered; empty if there is no other way */
    ClaudeSession(SessionContext context, ClaudeMapper mapper, AgentProcess process, Optional<Supplier<ProcessSpec>> otherwise) {
        this.context = context;
        this.mapper = mapper;
        this.process = process;
        this.otherwise = otherwise;
        settle();
    }

    void greet() {
        Optional<String> sessionId = mapper.conversation().sessionId().or(() -> UnprovenSession.in(context.stateDirectory()).name());
        greeting = context.outbox().send(Optional.empty(), number -> ClaudeProtocol.initialize(number, sessionId)).number();
    }

    /** Gives the CLI some time to answer its greeting; an unreachable network alone makes it wait for 20 seconds. */
    void watch(Duration limit) {
        Thread.ofVirtual().name("agent-" + context.agent() + "-greeting").start(() -> awaitAnswer(limit));
    }

    /** Only tells: a session that its host has let go of must not end the process. */
    private void awaitAnswer(Duration limit) {
        try {
            if (!settled.await(limit.toMillis(), TimeUnit.MILLISECONDS) && lost.compareAndSet(false, true)) {
                context.events().emit(new AgentEvent.SessionLost("Claude Code did not answer within " + limit.toSeconds()
                        + " s after it was started. Run \"claude\" in a terminal to see what it waits for."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle() {
        if (mapper.conversation().ready()) {
            settled.countDown();
        }
    }

    @Override
    public void onLine(Line line, EventSink sink) {
        if (lost.get()) {
            return;
        }
        if (!mapper.line(line, event -> tell(event, sink))) {
            context.log().log(System.Logger.Level.DEBUG, "Agent {0}: line at {1} is not JSON", context.agent(), line.start());
        }
        settle();
        if (!line.replay()) {
            followUp();
            if (mapper.failure().isPresent()) {
                process.end();
            }
        }
    }

    private void tell(AgentEvent event, EventSink sink) {
        if (event instanceof AgentEvent.TurnEnded(TurnId _, AgentEvent.Outcome.Completed _)) {
            UnprovenSession.in(context.stateDirectory()).forget();
        }
        sink.emit(event);
    }

    @Override
    public void onSent(Send send, EventSink sink) {
        mapper.sent(send);
    }

    @Override
    public void onExit(ProcessExit exit, EventSink sink) {
        if (otherwise.isPresent() && settled.getCount() > 0 && !lost.get()) {
            ProcessSpec spec = otherwise.get().get();
            otherwise = Optional.empty();
            mapper = mapper.again();
            process = context.processes().start(spec);
            greet();
            return;
        }
        settled.countDown();
        if (lost.compareAndSet(false, true)) {
            sink.emit(new AgentEvent.SessionLost(mapper.failure().map(reason -> "Claude Code gave up: " + reason)
                    .orElseGet(() -> exit.describe("Claude Code"))));
        }
    }

    /** A host may die after it has started the CLI and before it has said anything to it. */
    @Override
    public void replayed() {
        if (!mapper.greeted() && process.alive()) {
            greet();
        }
    }

    /** What cannot be told yet is asked of the CLI: its answer tells how far it has read. */
    @Override
    public Delivery delivered(Send send, List<Line> since) {
        if (send.number() < greeting) {
            Map<String, String> environment = context.environment();
            return Evidence.afterDeath(send, since, mapper.conversation().sessionId().flatMap(id -> SessionFile.of(environment, id)));
        }
        Delivery found = Evidence.of(send, since, mapper.turns());
        if (found == Delivery.UNKNOWN && probe < send.number() && process.alive()) {
            probe = context.outbox().send(Optional.empty(), ClaudeProtocol::probe).number();
        }
        return found;
    }

    @Override
    public Optional<JsonObject> checkpoint() {
        return mapper.save();
    }

    @Override
    public void startTurn(TurnId turn, Prompt prompt) {
        followUp();
        String uuid = ClaudeProtocol.promptUuid(context.agent(), turn);
        String sessionId = mapper.conversation().sessionId().orElse("");
        context.outbox().send(Optional.of(turn), number -> ClaudeProtocol.prompt(uuid, sessionId, prompt));
    }

    /** A prompt that waits behind another turn is taken back, for an interruption would end that other turn. */
    @Override
    public void interrupt(TurnId turn) {
        followUp();
        if (mapper.turns().current().equals(Optional.of(turn))) {
            context.outbox().send(Optional.of(turn), ClaudeProtocol::interrupt);
        } else if (mapper.turns().isWaiting(turn)) {
            String uuid = ClaudeProtocol.promptUuid(context.agent(), turn);
            context.outbox().send(Optional.of(turn), number -> ClaudeProtocol.withdraw(number, uuid));
        }
    }

    @Override
    public void answer(PermissionId permission, PermissionAnswer answer) {
        followUp();
        mapper.requests().input(permission.value()).ifPresent(asked -> context.outbox().send(mapper.turns().current(),
                number -> ClaudeProtocol.answer(permission.value(), asked, answer)));
    }

    @Override
    public void select(Setting setting) {
        followUp();
        List<String> levels = mapper.conversation().introduction().thinkingLevels();
        // The CLI takes any word for an effort and says nothing; so unknown ones must be refused here.
        if (setting instanceof Setting.OfThinking(Optional<String> level) && level.isPresent() && !levels.contains(level.get())) {
            context.events().emit(new AgentEvent.SettingRefused(setting, "Thinking \"" + level.get() + "\" is none of " + levels));
            return;
        }
        if (setting instanceof Setting.OfFeature) {
            throw PluginException.unsupported(setting);
        }
        context.outbox().send(Optional.empty(), number -> ClaudeProtocol.select(number, setting));
    }

    @Override
    public List<SlashCommand> commands() {
        return mapper.conversation().introduction().commands();
    }

    /** What lines have asked for since, among them lines that were replayed. */
    private void followUp() {
        for (Requests.FollowUp followUp : mapper.requests().takeFollowUps()) {
            switch (followUp) {
                case Requests.FollowUp.Refuse refuse -> context.outbox().send(mapper.turns().current(),
                        number -> ClaudeProtocol.refuse(refuse.requestId(), "Paseo does not do " + refuse.subtype()));
                case Requests.FollowUp.Interrupt interrupt -> {
                    if (mapper.turns().current().equals(Optional.of(interrupt.turn()))) {
                        context.outbox().send(Optional.of(interrupt.turn()), ClaudeProtocol::interrupt);
                    }
                }
            }
        }
    }

    @Override
    public void close() {
        settled.countDown();
        process.end();
    }
}
