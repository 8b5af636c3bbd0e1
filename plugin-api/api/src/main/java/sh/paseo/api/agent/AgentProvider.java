package sh.paseo.api.agent;

import java.util.List;

/**
 * Makes sessions of one kind of agent. The extension point for agents: name the class in
 * {@code META-INF/services/sh.paseo.api.agent.AgentProvider}.
 *
 * <p>A provider is stateless and has a public constructor without arguments that does no work.
 *
 * <p><b>Thread</b>: any thread, several at once.
 */
public interface AgentProvider {
    /** What this provider is. Constant, without reading or writing anything. */
    ProviderDescriptor descriptor();

    /**
     * Looks whether agents of this kind can run here: the program, its version, whether it is signed in, its models.
     *
     * <p><b>Limits</b>: the host gives up after 10 seconds. <b>Errors</b>: an exception counts as unavailable with its message.
     */
    Availability probe(ProbeContext context);

    /**
     * Opens a session and returns before the agent is ready; {@link AgentEvent.SessionReady} tells when it is.
     *
     * <p><b>Errors</b>: an exception means that nothing is open and no process is left.
     */
    AgentSession open(OpenRequest request, SessionContext context);

    /** Sessions made earlier outside the host, newest first, that {@link OpenRequest.Resume} can continue. */
    default List<PastSession> pastSessions(ProbeContext context, int limit) {
        return List.of();
    }
}
