package sh.paseo.agent.load;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.PluginException;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.Capability;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.Mode;
import sh.paseo.api.agent.Model;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.SessionContext;

/**
 * The load generator: does to the host what its prompts say, in the host's own process, so that what is measured is the host.
 *
 * <p>It has no memory; a resumed session is like a new one. Its plugin is not among those a daemon loads by itself.
 */
public final class LoadProvider implements AgentProvider {
    static final String MODE = "load-test";
    static final String MODEL = "load";

    private static final ProviderDescriptor DESCRIPTOR = new ProviderDescriptor(new ProviderId("load"), "Load generator",
            "Emits updates, waits, asks, fails and dies on request; for measurements and tests.",
            List.of(Mode.of(MODE, "Load test", "Touches no file and runs no program", "ShieldCheck", Mode.Tier.SAFE)), Optional.of(MODE),
            Set.of(Capability.STREAMING, Capability.SESSION_PERSISTENCE), DeliveryGuarantee.AT_MOST_ONCE);

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Availability probe(ProbeContext context) {
        Model model = new Model(MODEL, "Load", Optional.empty(), true, List.of(), Optional.empty());
        return new Availability.Ready(Optional.empty(), Optional.empty(), List.of(model), Optional.empty());
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext context) {
        ResumeToken token = switch (request) {
            case OpenRequest.Fresh _ -> new ResumeToken(context.agent().value());
            case OpenRequest.Resume resume -> resume.token();
            case OpenRequest.Reattach reattach -> throw PluginException.unsupported("taking over process " + reattach.process().pid()
                    + ", the load generator has none");
        };
        refuse("mode", request.settings().mode(), MODE);
        refuse("model", request.settings().model(), MODEL);
        LoadSession session = new LoadSession(context);
        session.ready(token);
        return session;
    }

    private static void refuse(String what, Optional<String> wanted, String only) {
        wanted.filter(value -> !value.equals(only)).ifPresent(value -> {
            throw new PluginException(PluginException.Code.INVALID,
                    "The load generator has no " + what + " \"" + value + "\"; its only one is " + only);
        });
    }
}
