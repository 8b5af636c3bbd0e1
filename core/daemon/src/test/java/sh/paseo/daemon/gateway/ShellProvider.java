package sh.paseo.daemon.gateway;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.PermissionId;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.engine.Providers;

/** An agent that is a shell: it answers each prompt with a line, {@code big N} with one of N letters. */
final class ShellProvider implements AgentProvider, Providers {
    static final String TOKEN = "correct-horse-battery";
    private static final String SCRIPT = "while read -r word number; do if [ \"$word\" = big ]; then "
            + "head -c \"$number\" /dev/zero | tr '\\0' x; echo; else echo \"said $word $number\"; fi; done";

    @Override
    public ProviderDescriptor descriptor() {
        return new ProviderDescriptor(new ProviderId("shell"), "Shell", "Says what it is told.", List.of(), Optional.empty(), Set.of(),
                DeliveryGuarantee.AT_MOST_ONCE);
    }

    @Override
    public Availability probe(ProbeContext context) {
        return new Availability.Ready(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext context) {
        AgentProcess process = context.processes().start(new ProcessSpec(List.of("/bin/sh", "-c", SCRIPT), request.settings().directory(),
                Map.of("PATH", "/usr/bin:/bin"), ProcessSpec.EndSignal.TERM));
        context.events().emit(new AgentEvent.SessionReady(Optional.empty(), Optional.empty(), Optional.empty()));
        return new Session(context, process);
    }

    @Override
    public Optional<AgentProvider> provider(ProviderId id) {
        return id.equals(descriptor().id()) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public JsonObject settings(ProviderId id) {
        return Json.createObjectBuilder().add("env", Json.createObjectBuilder().add("SHELL_TOKEN", TOKEN)).build();
    }

    @Override
    public Map<String, String> environment(ProviderId id) {
        return Map.of("HOME", "/home/ann");
    }

    private static final class Session implements AgentSession {
        private final SessionContext context;
        private final AgentProcess process;
        private TurnId turn;

        Session(SessionContext context, AgentProcess process) {
            this.context = context;
            this.process = process;
        }

        @Override
        public void onLine(Line line, EventSink sink) {
            sink.emit(new AgentEvent.TurnEnded(turn, new Outcome.Completed()));
        }

        @Override
        public void startTurn(TurnId id, Prompt prompt) {
            turn = id;
            context.outbox().send(Optional.of(id), number -> prompt.text());
        }

        @Override
        public void interrupt(TurnId id) {}

        @Override
        public void answer(PermissionId permission, PermissionAnswer answer) {}

        @Override
        public void close() {
            process.end();
        }
    }
}
