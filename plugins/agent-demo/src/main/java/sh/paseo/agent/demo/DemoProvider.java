package sh.paseo.agent.demo;

import jakarta.json.JsonObject;
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
import sh.paseo.api.agent.SessionSettings;

/**
 * The demo agent. It thinks nothing: every prompt plays the same script. It looks at the folder, asks whether it may write
 * {@code paseo-demo.md} there, writes it, runs one command that changes nothing, and reports.
 *
 * <p>It has no memory. A session can be resumed, because nothing is lost by it: the token is the id of the agent that it was opened
 * for first, and a resumed session knows as little of earlier prompts as a new one. It lives in the host's process and ends with it.
 *
 * <p><b>Settings</b>: {@code {"pace":"instant"}} leaves the pauses out; {@code "natural"} is the default.
 */
public final class DemoProvider implements AgentProvider {
    static final String ASK = "ask";
    static final String AUTO = "auto";
    static final String MODEL = "demo";

    private static final ProviderDescriptor DESCRIPTOR = new ProviderDescriptor(new ProviderId("demo"), "Demo",
            "Shows how Paseo works: looks at the folder, asks, writes a note, runs a command. No account, no memory.",
            List.of(Mode.of(ASK, "Ask", "Asks before it writes its note", "ShieldCheck", Mode.Tier.SAFE),
                    Mode.of(AUTO, "Auto", "Writes its note without asking", "ShieldAlert", Mode.Tier.MODERATE)),
            Optional.of(ASK),
            Set.of(Capability.STREAMING, Capability.SESSION_PERSISTENCE, Capability.REASONING_STREAM, Capability.TOOL_INVOCATIONS),
            DeliveryGuarantee.AT_MOST_ONCE);

    private final Optional<Pace> pace;

    public DemoProvider() {
        this.pace = Optional.empty();
    }

    DemoProvider(Pace pace) {
        this.pace = Optional.of(pace);
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Availability probe(ProbeContext context) {
        Model model = new Model(MODEL, "Demo", Optional.of("Plays the same script for every prompt"), true, List.of(), Optional.empty());
        return new Availability.Ready(Optional.empty(), Optional.empty(), List.of(model), Optional.empty());
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext context) {
        ResumeToken token = switch (request) {
            case OpenRequest.Fresh _ -> new ResumeToken(context.agent().value());
            case OpenRequest.Resume resume -> resume.token();
            case OpenRequest.Reattach reattach -> throw PluginException.unsupported("taking over process " + reattach.process().pid()
                    + ", the demo agent has none");
        };
        SessionSettings settings = request.settings();
        settings.model().filter(model -> !model.equals(MODEL)).ifPresent(model -> {
            throw new PluginException(PluginException.Code.INVALID,
                    "The demo agent has no model \"" + model + "\"; its only one is " + MODEL);
        });
        DemoSession session = new DemoSession(context, settings.directory(), settings.mode().orElse(ASK),
                pace.orElseGet(() -> paceOf(context.settings())));
        session.ready(token);
        return session;
    }

    private static Pace paceOf(JsonObject settings) {
        String name = settings.getString("pace", "natural");
        return switch (name) {
            case "natural" -> Pace.NATURAL;
            case "instant" -> Pace.INSTANT;
            default -> throw new PluginException(PluginException.Code.INVALID,
                    "pace of the demo agent is \"" + name + "\"; use natural or instant");
        };
    }
}
