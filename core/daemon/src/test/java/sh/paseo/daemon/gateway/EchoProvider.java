package sh.paseo.daemon.gateway;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import sh.paseo.api.PermissionId;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.Mode;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.engine.Providers;

/** An agent that repeats prompts: {@code ask} asks first, {@code hold} never ends, {@code fail} fails. */
final class EchoProvider implements AgentProvider, Providers {
    final AtomicInteger turns = new AtomicInteger();

    @Override
    public ProviderDescriptor descriptor() {
        return new ProviderDescriptor(new ProviderId("echo"), "Echo", "Repeats.",
                List.of(Mode.of("plain", "Plain", "As it is", "ShieldCheck", Mode.Tier.SAFE)), Optional.of("plain"), Set.of(),
                DeliveryGuarantee.AT_MOST_ONCE);
    }

    @Override
    public Availability probe(ProbeContext context) {
        return new Availability.Ready(Optional.of("1"), Optional.empty(),
                List.of(new sh.paseo.api.agent.Model("m1", "M1", Optional.empty(), true, List.of(), Optional.empty())), Optional.empty());
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext context) {
        context.events().emit(new AgentEvent.SessionReady(Optional.of(new ResumeToken("t")), Optional.of("m1"), request.settings().mode()));
        return new Session(context);
    }

    @Override
    public Optional<AgentProvider> provider(ProviderId id) {
        return id.value().equals("echo") ? Optional.of(this) : Optional.empty();
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
        private final SessionContext context;
        private TurnId turn;

        Session(SessionContext context) {
            this.context = context;
        }

        private void emit(AgentEvent event) {
            context.events().emit(event);
        }

        @Override
        public void startTurn(TurnId id, Prompt prompt) {
            turn = id;
            turns.incrementAndGet();
            switch (prompt.text()) {
                case "ask" -> emit(new AgentEvent.PermissionAsked(id,
                        new PermissionRequest(new PermissionId("q-" + id), PermissionRequest.Kind.TOOL,
                                "Write", Optional.of("May I?"), Optional.empty(), Json.createObjectBuilder().add("path", "x").build(),
                                Optional.empty(), List.of())));
                case "hold" -> {
                }
                case "fail" -> emit(new AgentEvent.TurnEnded(id, Outcome.Failed.of("it broke")));
                default -> say("echo: " + prompt.text());
            }
        }

        private void say(String text) {
            emit(AgentEvent.Item.of(turn, new TimelineItem.AssistantText(text)));
            emit(new AgentEvent.TurnEnded(turn, new Outcome.Completed()));
        }

        @Override
        public void interrupt(TurnId id) {
            emit(new AgentEvent.TurnEnded(id, new Outcome.Interrupted("interrupted")));
        }

        @Override
        public void answer(PermissionId permission, PermissionAnswer answer) {
            say(answer instanceof PermissionAnswer.Allow ? "allowed" : "denied");
        }

        @Override
        public void select(Setting setting) {
            emit(new AgentEvent.SettingChanged(setting));
        }

        @Override
        public void close() {}
    }
}
