package sh.paseo.agent.claude;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.Capability;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.Mode;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PastSession;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec;

/**
 * Claude Code.
 *
 * <p><b>Shape</b> of its settings: {@code {"command": ["claude"], "env": {"NAME": "value"}}}, both optional.
 *
 * <p><b>Source</b>: the CLI's stream-json mode as seen in recorded transcripts of version 2.1.330.
 */
public final class ClaudeProvider implements AgentProvider {
    /** The CLI took 20 seconds with a name server that does not answer; twice that is given up on. */
    private static final Duration GREETING_LIMIT = Duration.ofSeconds(45);

    private static final ProviderDescriptor DESCRIPTOR = new ProviderDescriptor(new ProviderId("claude"), "Claude Code",
            "Anthropic's coding agent", List.of(
                    Mode.of("default", "Always Ask", "Asks before it changes files or runs commands", "ShieldCheck", Mode.Tier.SAFE),
                    Mode.of("acceptEdits", "Accept Edits", "Changes files without asking", "ShieldAlert", Mode.Tier.MODERATE),
                    Mode.of("plan", "Plan", "Reads and plans, changes nothing", "ShieldCheck", Mode.Tier.PLANNING),
                    Mode.of(Launch.BYPASS, "Bypass", "Never asks", "ShieldAlert", Mode.Tier.DANGEROUS)),
            Optional.of("default"), Set.of(Capability.values()), DeliveryGuarantee.EXACTLY_ONCE);

    private final Duration greetingLimit;

    /** For the host. */
    public ClaudeProvider() {
        this(GREETING_LIMIT);
    }

    ClaudeProvider(Duration greetingLimit) {
        this.greetingLimit = greetingLimit;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Availability probe(ProbeContext context) {
        return new Probe(context).run();
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext context) {
        Optional<String> model = request.settings().model();
        return switch (request) {
            case OpenRequest.Fresh fresh -> {
                String sessionId = UUID.randomUUID().toString();
                ProcessSpec spec = launch(fresh.settings(), context).fresh(sessionId);
                UnprovenSession.in(context.stateDirectory()).remember(sessionId);
                yield start(context, new Opening(sessionId, model, spec, Optional.empty()));
            }
            case OpenRequest.Resume resume -> {
                String sessionId = resume.token().value();
                Launch launch = launch(resume.settings(), context);
                boolean unproven = UnprovenSession.in(context.stateDirectory()).is(sessionId);
                yield start(context, new Opening(sessionId, model, unproven ? launch.fresh(sessionId) : launch.resume(sessionId),
                        unproven ? Optional.of(launch.resume(sessionId)) : Optional.empty()));
            }
            case OpenRequest.Reattach reattach -> {
                ClaudeMapper mapper = new ClaudeMapper(reattach.token().map(token -> token.value()), model);
                reattach.checkpoint().ifPresent(mapper::load);
                yield new ClaudeSession(context, mapper, reattach.process());
            }
        };
    }

    @Override
    public List<PastSession> pastSessions(ProbeContext context, int limit) {
        return new PastSessions(context.environment()).newest(limit);
    }

    private static Launch launch(SessionSettings settings, SessionContext context) {
        ClaudeProgram program = ClaudeProgram.find(context.programs(), context.settings(), context.environment());
        return new Launch(program, settings, McpFile.write(settings.mcpServers(), context.stateDirectory()),
                "root".equals(System.getProperty("user.name")));
    }

    private AgentSession start(SessionContext context, Opening opening) {
        AgentProcess process = context.processes().start(opening.spec());
        try {
            ClaudeSession session = new ClaudeSession(context, opening, process);
            session.greet(greetingLimit);
            return session;
        } catch (RuntimeException e) {
            process.end();
            throw e;
        }
    }
}
