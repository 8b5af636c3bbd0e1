package third.party;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.PermissionId;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.*;
import sh.paseo.api.process.ProcessSpec;

/** Runs a program that writes without end; its turn ends with the program. */
public final class ChattyProvider implements AgentProvider {
    private static final String SCRIPT = "yes \"$(head -c 10000 /dev/zero | tr '\\0' x)\"";

    @Override
    public ProviderDescriptor descriptor() {
        return new ProviderDescriptor(new ProviderId("chatty"), "Chatty", "Never stops.", List.of(), Optional.empty(), Set.of(),
                DeliveryGuarantee.AT_MOST_ONCE);
    }

    @Override
    public Availability probe(ProbeContext context) {
        return new Availability.Ready(Optional.of("1.0.0"), Optional.empty(), List.of(), Optional.empty());
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext context) {
        context.events().emit(new AgentEvent.SessionReady(Optional.empty(), Optional.empty(), Optional.empty()));
        return new AgentSession() {
            private TurnId running;

            @Override
            public void startTurn(TurnId turn, Prompt prompt) {
                running = turn;
                context.events().emit(new AgentEvent.TurnStarted(turn));
                context.processes().start(new ProcessSpec(List.of("sh", "-c", SCRIPT), request.settings().directory(), Map.of(),
                        ProcessSpec.EndSignal.TERM));
            }

            @Override
            public void onLine(Line line, EventSink sink) {
            }

            @Override
            public void onExit(ProcessExit exit, EventSink sink) {
                String reason = "the program ended with " + exit.code().orElse(-1);
                sink.emit(new AgentEvent.TurnEnded(running, AgentEvent.Outcome.Failed.of(reason)));
            }

            @Override
            public void interrupt(TurnId turn) {
            }

            @Override
            public void answer(PermissionId permission, PermissionAnswer answer) {
            }

            @Override
            public void close() {
            }
        };
    }
}
