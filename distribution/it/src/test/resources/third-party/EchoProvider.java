package third.party;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.ProviderId;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.*;

/** Repeats what it is told. */
public final class EchoProvider implements AgentProvider {
    @Override
    public ProviderDescriptor descriptor() {
        return new ProviderDescriptor(new ProviderId("echo"), "Echo", "Repeats what it is told.", List.of(), Optional.empty(), Set.of(),
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
            @Override
            public void startTurn(TurnId turn, Prompt prompt) {
                context.events().emit(new AgentEvent.TurnStarted(turn));
                context.events().emit(AgentEvent.Item.of(turn, new TimelineItem.AssistantText("You said: " + prompt.text())));
                context.events().emit(new AgentEvent.TurnEnded(turn, new AgentEvent.Outcome.Completed()));
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
