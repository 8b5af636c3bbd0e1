package sh.paseo.agent.claude;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
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
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec;

/**
 * Claude Code.
 *
 * <p><b>Shape</b> of its settings: {@code {"command": ["claude"]}}, optional.
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
            case OpenRequest.Fresh fresh -> begin(context, launch(fresh.settings(), context), model);
            case OpenRequest.Resume resume -> resume(context, launch(resume.settings(), context), resume.token().value(), model);
            case OpenRequest.Reattach reattach -> reattach(context, reattach);
        };
    }

    private AgentSession begin(SessionContext context, Launch launch, Optional<String> model) {
        String sessionId = UUID.randomUUID().toString();
        UnprovenSession.in(context.stateDirectory()).remember(sessionId);
        return start(context, launch.fresh(sessionId), mapper(sessionId, model), Optional.empty());
    }

    private AgentSession resume(SessionContext context, Launch launch, String sessionId, Optional<String> model) {
        if (!UnprovenSession.in(context.stateDirectory()).is(sessionId)) {
            return start(context, launch.resume(sessionId), mapper(sessionId, model), Optional.empty());
        }
        Optional<SessionFile> file = SessionFile.of(context.environment(), sessionId);
        if (file.isEmpty()) {
            return start(context, launch.fresh(sessionId), mapper(sessionId, model), Optional.of(() -> launch.resume(sessionId)));
        }
        // A file without a prompt is of no use: the CLI neither resumes it nor begins another one under its name.
        return file.get().begun() ? start(context, launch.resume(sessionId), mapper(sessionId, model), Optional.empty())
                : begin(context, launch, model);
    }

    private AgentSession reattach(SessionContext context, OpenRequest.Reattach request) {
        ClaudeMapper mapper = new ClaudeMapper(request.token().map(ResumeToken::value), request.settings().model());
        request.checkpoint().ifPresent(mapper::load);
        Optional<Supplier<ProcessSpec>> otherwise = request.token().filter(token -> request.process().alive()).map(ResumeToken::value)
                .filter(sessionId -> UnprovenSession.in(context.stateDirectory()).is(sessionId))
                .map(sessionId -> () -> launch(request.settings(), context).resume(sessionId));
        ClaudeSession session = new ClaudeSession(context, mapper, request.process(), otherwise);
        session.watch(greetingLimit);
        return session;
    }

    private static ClaudeMapper mapper(String sessionId, Optional<String> model) {
        return new ClaudeMapper(Optional.of(sessionId), model);
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

    private AgentSession start(SessionContext context, ProcessSpec spec, ClaudeMapper mapper, Optional<Supplier<ProcessSpec>> otherwise) {
        AgentProcess process = context.processes().start(spec);
        try {
            ClaudeSession session = new ClaudeSession(context, mapper, process, otherwise);
            session.greet();
            session.watch(greetingLimit);
            return session;
        } catch (RuntimeException e) {
            process.end();
            throw e;
        }
    }
}
