package sh.paseo.engine;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import sh.paseo.api.PermissionId;
import sh.paseo.api.PluginException;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.TimelineItem;

/** A provider whose sessions do what the test says and note what they are asked. */
final class FakeProvider implements AgentProvider, Providers {
    /** The turn that lines of a process that was taken over belong to. */
    static final TurnId TURN = new TurnId("t1");

    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<OpenRequest> opened = new CopyOnWriteArrayList<>();
    volatile Optional<String> openFailure = Optional.empty();
    volatile boolean readyAtOnce = true;
    volatile boolean sends;
    volatile DeliveryGuarantee guarantee = DeliveryGuarantee.AT_MOST_ONCE;
    /** What sessions say of lines that may not have arrived, by the number of the send. */
    final Map<Long, Delivery> delivered = new ConcurrentHashMap<>();
    /** Whether a session is lost with its process; else it goes on with another. */
    volatile boolean dies;
    /** Holds {@code onExit} back. */
    final Semaphore exiting = new Semaphore(1_000);
    /** Holds {@code open} back after the session has said that it is ready. */
    final Semaphore opening = new Semaphore(1_000);
    volatile Optional<SessionContext> context = Optional.empty();
    volatile Optional<TurnId> turn = Optional.empty();

    void emit(AgentEvent event) {
        context.orElseThrow().events().emit(event);
    }

    void say(String text) {
        emit(AgentEvent.Item.of(turn.orElseThrow(), new TimelineItem.AssistantText(text)));
    }

    void end(AgentEvent.Outcome outcome) {
        emit(new AgentEvent.TurnEnded(turn.orElseThrow(), outcome));
    }

    static PermissionRequest question(String id) {
        return new PermissionRequest(new PermissionId(id), PermissionRequest.Kind.TOOL, "Bash", Optional.empty(), Optional.empty(),
                JsonValue.EMPTY_JSON_OBJECT, Optional.empty(), List.of());
    }

    @Override
    public ProviderDescriptor descriptor() {
        return new ProviderDescriptor(new ProviderId("fake"), "Fake", "For tests.", List.of(), Optional.empty(), Set.of(),
                guarantee);
    }

    @Override
    public Availability probe(ProbeContext around) {
        return new Availability.Unavailable("never");
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext lent) {
        opened.add(request);
        if (openFailure.isPresent()) {
            throw new PluginException(PluginException.Code.MISSING, openFailure.get());
        }
        context = Optional.of(lent);
        if (readyAtOnce && !(request instanceof OpenRequest.Reattach)) {
            lent.events().emit(new AgentEvent.SessionReady(Optional.of(new ResumeToken("token")), Optional.empty(), Optional.empty()));
        }
        opening.acquireUninterruptibly();
        return new Session();
    }

    @Override
    public Optional<AgentProvider> provider(ProviderId id) {
        return id.value().equals("fake") ? Optional.of(this) : Optional.empty();
    }

    @Override
    public JsonObject settings(ProviderId id) {
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    @Override
    public Map<String, String> environment(ProviderId id) {
        return Map.of();
    }

    private final class Session implements AgentSession {
        private int lines;

        @Override
        public void onLine(Line line, EventSink sink) {
            lines++;
            if (line.replay()) {
                asked.add("again " + line.text());
            }
            if (line.text().equals("ready")) {
                sink.emit(new AgentEvent.SessionReady(Optional.of(new ResumeToken("token")), Optional.empty(), Optional.empty()));
            } else if (line.text().startsWith("ask ")) {
                sink.emit(new AgentEvent.PermissionAsked(TURN, question(line.text().substring(4))));
            } else if (line.text().equals("end")) {
                sink.emit(new AgentEvent.TurnEnded(turn.orElse(TURN), new AgentEvent.Outcome.Completed()));
            } else if (line.text().startsWith("was ")) {
                sink.emit(AgentEvent.Item.of(TURN, new TimelineItem.AssistantText(line.text().substring(4))));
            }
            if (line.text().startsWith("say ")) {
                sink.emit(AgentEvent.Item.of(turn.orElseThrow(), new TimelineItem.AssistantText(line.text().substring(4))));
            } else if (line.text().equals("crash")) {
                throw new IllegalStateException("mapper bug");
            }
        }

        @Override
        public void onSent(Send send, EventSink sink) {
            asked.add("sent " + send.number());
        }

        @Override
        public void replayed() {
            asked.add("replayed");
        }

        @Override
        public Delivery delivered(Send send, List<Line> since) {
            return delivered.getOrDefault(send.number(), Delivery.UNKNOWN);
        }

        @Override
        public Optional<JsonObject> checkpoint() {
            return Optional.of(Json.createObjectBuilder().add("lines", lines).build());
        }

        @Override
        public void onExit(ProcessExit exit, EventSink sink) {
            exiting.acquireUninterruptibly();
            if (dies) {
                sink.emit(new AgentEvent.SessionLost(exit.describe("Fake")));
                return;
            }
            context.orElseThrow().outbox().send(Optional.empty(), number -> number + ":greeting of the next process");
        }

        @Override
        public void startTurn(TurnId id, Prompt prompt) {
            turn = Optional.of(id);
            asked.add("start " + prompt.text());
            if (sends) {
                context.orElseThrow().outbox().send(Optional.of(id), number -> number + ":" + prompt.text());
            }
            if (prompt.text().equals("throw")) {
                throw new IllegalStateException("startTurn bug");
            }
        }

        @Override
        public void interrupt(TurnId id) {
            asked.add("interrupt");
        }

        @Override
        public void answer(PermissionId permission, PermissionAnswer answer) {
            asked.add("answer " + permission);
            if (sends) {
                context.orElseThrow().outbox().send(Optional.of(turn.orElse(TURN)), number -> number + ":answer");
            }
        }

        @Override
        public void select(Setting setting) {
            asked.add("select " + setting);
        }

        @Override
        public void close() {
            asked.add("close");
        }
    }
}
