package sh.paseo.engine;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.Outbox;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.Processes;
import sh.paseo.api.process.Programs;

/**
 * Does to an agent's session what its writer decided. Failures come back as inputs.
 *
 * <p><b>Thread</b>: the writer's; nothing here waits for the plugin.
 */
final class AgentDriver {
    /** @param takesOver whether it was opened for the process of an earlier daemon, which it may not have got to yet */
    private record Open(SessionLoop loop, AgentProcesses processes, boolean takesOver) {
        boolean hasProcess() {
            return processes.current().isPresent();
        }
    }

    private static final String CUT_OFF = "The agent had this prompt when it ended; this turn was interrupted.";

    private final EngineContext context;
    private final Consumer<Input> writer;
    private Optional<Open> open = Optional.empty();
    private long session;

    AgentDriver(EngineContext context, Consumer<Input> writer) {
        this.context = context;
        this.writer = writer;
    }

    void act(AgentState state, Effect effect) {
        switch (effect) {
            case Effect.Open(long number) -> open(state, number);
            case Effect.Reattach(long number, LeftProcess left) -> reattach(state, number, left);
            case Effect.Drive drive -> call(loop -> loop.call(s -> drive(s, loop, drive),
                    reason -> new AgentEvent.TurnEnded(drive.turn(), Outcome.Failed.of(reason))));
            case Effect.Interrupt(var turn) -> call(loop -> loop.call(s -> s.interrupt(turn), reason -> notice(turn, reason)));
            case Effect.Answer(var permission, var answer) -> call(loop -> loop.call(s -> s.answer(permission, answer),
                    reason -> new AgentEvent.SessionLost("The agent could not be answered: " + reason)));
            case Effect.Select(var setting) -> call(loop -> loop.call(s -> s.select(setting),
                    reason -> new AgentEvent.SettingRefused(setting, reason)));
            case Effect.Write(Send send) -> write(send);
            case Effect.Close() -> close();
        }
    }

    private static AgentEvent notice(TurnId turn, String reason) {
        return AgentEvent.Item.of(turn, new TimelineItem.Notice("The agent could not be interrupted: " + reason));
    }

    private void call(Consumer<SessionLoop> call) {
        open.ifPresent(o -> call.accept(o.loop()));
    }

    private static void drive(AgentSession session, SessionLoop loop, Effect.Drive drive) {
        if (drive.doubt().filter(send -> session.delivered(send, List.of()) == Delivery.YES).isPresent()) {
            loop.events().emit(AgentEvent.Item.of(drive.turn(), new TimelineItem.Notice(CUT_OFF)));
            loop.events().emit(new AgentEvent.TurnEnded(drive.turn(), new Outcome.Interrupted(CUT_OFF)));
        } else {
            session.startTurn(drive.turn(), drive.prompt());
        }
    }

    private Open begin(AgentState state, long number, boolean takesOver) {
        session = number;
        AgentId id = state.id();
        SessionLoop loop = new SessionLoop("agent-" + id + "-session", number, state.progress().lastSend(), writer, exactlyOnce(state));
        AgentProcesses processes = context.processes().agent(id, loop);
        loop.sendsTo(processes::current);
        Open begun = new Open(loop, processes, takesOver);
        open = Optional.of(begun);
        return begun;
    }

    private boolean exactlyOnce(AgentState state) {
        return context.providers().provider(state.identity().provider())
                .filter(known -> known.descriptor().delivery() == DeliveryGuarantee.EXACTLY_ONCE).isPresent();
    }

    private AgentProvider provider(AgentState state) {
        ProviderId id = state.identity().provider();
        return context.providers().provider(id).orElseThrow(
                () -> new PluginException(PluginException.Code.MISSING, "Provider \"" + id + "\" is not installed or is disabled"));
    }

    private void open(AgentState state, long number) {
        Open begun = begin(state, number, false);
        begun.loop().open(() -> provider(state).open(request(state), new Lent(state, begun.loop(), begun.processes())));
    }

    private void reattach(AgentState state, long number, LeftProcess left) {
        Open begun = begin(state, number, true);
        begun.loop().reattach(() -> {
            Replay replay = Replay.of(state, left.name(), context.store());
            return new Takeover(
                    new Takeover.Subject(!left.alive(), state.activity().turn(), exactlyOnce(state), context.policy().proofLimit()),
                    replay);
        }, takeover -> {
            AgentProcess process = begun.processes().adopt(left.name(), takeover.from(), takeover.inPart());
            return provider(state).open(new OpenRequest.Reattach(settings(state), process, state.conversation().token(),
                    takeover.checkpoint()), new Lent(state, begun.loop(), begun.processes()));
        });
    }

    private static OpenRequest request(AgentState state) {
        SessionSettings settings = settings(state);
        return state.conversation().token().<OpenRequest>map(token -> new OpenRequest.Resume(settings, token))
                .orElseGet(() -> new OpenRequest.Fresh(settings));
    }

    private static SessionSettings settings(AgentState state) {
        Profile profile = state.profile();
        Profile.Settings chosen = profile.settings();
        return new SessionSettings(state.identity().directory(), chosen.mode(), chosen.model(), chosen.thinking(), profile.systemPrompt(),
                profile.mcpServers(), profile.extra());
    }

    /** Whether the session runs a process, which costs memory. */
    boolean runsProcess() {
        return open.filter(Open::hasProcess).isPresent();
    }

    private void write(Send send) {
        long of = session;
        open.ifPresent(o -> o.processes().write(send.text()).whenComplete((done, failure) -> {
            if (failure == null) {
                writer.accept(new Input.SendDone(of, send.number()));
            } else if (!(failure instanceof CancellationException)) {
                // A process that has ended is the session's own affair: it knows why, or starts another.
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                o.loop().events().emit(new AgentEvent.SessionLost(Failures.describe(cause)));
            }
        }));
    }

    /** Lines up to here are durable. */
    void committed(AgentState state) {
        open.ifPresent(o -> state.progress().journal().ifPresent(o.processes()::committed));
    }

    /** Lets a process go on for a later daemon. A session without one ends with the daemon. */
    void leave() {
        open.ifPresent(o -> {
            if (o.takesOver() || o.hasProcess()) {
                o.loop().leave();
                o.processes().leave();
            } else {
                close();
            }
        });
        open = Optional.empty();
    }

    void close() {
        open.ifPresent(o -> {
            o.loop().close();
            o.processes().close();
        });
        open = Optional.empty();
    }

    /** What a session is lent. */
    private final class Lent implements SessionContext {
        private final AgentState state;
        private final SessionLoop loop;
        private final AgentProcesses processes;

        Lent(AgentState state, SessionLoop loop, AgentProcesses processes) {
            this.state = state;
            this.loop = loop;
            this.processes = processes;
        }

        @Override
        public AgentId agent() {
            return state.id();
        }

        @Override
        public EventSink events() {
            return loop.events();
        }

        @Override
        public Outbox outbox() {
            return loop;
        }

        @Override
        public Processes processes() {
            return new ProviderEnvironment(this::environment).in(processes);
        }

        @Override
        public Programs programs() {
            return new ProviderEnvironment(this::environment).in(context.processes().programs());
        }

        @Override
        public Path stateDirectory() {
            return context.processes().stateDirectory(state.id());
        }

        @Override
        public JsonObject settings() {
            return context.providers().settings(state.identity().provider());
        }

        @Override
        public Map<String, String> environment() {
            return context.providers().environment(state.identity().provider());
        }

        @Override
        public InstantSource clock() {
            return context.time().clock();
        }

        @Override
        public System.Logger log() {
            return System.getLogger("sh.paseo.agent." + state.identity().provider());
        }
    }
}
