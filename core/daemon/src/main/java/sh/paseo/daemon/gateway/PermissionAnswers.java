package sh.paseo.daemon.gateway;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import sh.paseo.api.AgentId;
import sh.paseo.api.PermissionId;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.engine.Agents;
import sh.paseo.engine.EngineException;
import sh.paseo.engine.RequestKey;
import sh.paseo.protocol.Codec;
import sh.paseo.protocol.permissions.PermissionPayload;
import sh.paseo.protocol.permissions.PermissionResponse;

/**
 * Gives users' answers to agents. The message has no reply: clients hear of the resolution by its events, and only of a failure by an
 * error. So a client whose connection broke cannot know whether its answer arrived: it repeats it, and is told the resolution again.
 *
 * <p><b>Thread</b>: the connection's virtual one: it waits for the store.
 */
final class PermissionAnswers {
    private final Agents agents;
    private final RepeatedRequests repeats;
    private final Codec codec;

    PermissionAnswers(Agents agents, RepeatedRequests repeats, Codec codec) {
        this.agents = agents;
        this.repeats = repeats;
        this.codec = codec;
    }

    /** Fails if the question was answered otherwise; the frame is for a client that repeats itself. */
    CompletableFuture<Optional<byte[]>> answer(ClientSession session, PermissionResponse response) {
        PermissionAnswer answer = WireItems.answer(response.response()).orElseThrow(() -> new EngineException(EngineException.Code.INVALID,
                "behavior \"" + response.response().behavior() + "\" is neither allow nor deny"));
        AgentId agent = AgentCommands.id(response.agentId());
        PermissionId question = new PermissionId(RequestRouter.id(response));
        byte[] resolved = codec.encode(new PermissionPayload.Resolved(agent.value(), question.value(), WireItems.resolution(answer)));
        AtomicBoolean first = new AtomicBoolean();
        RequestKey key = new RequestKey(session.key(), "permission " + agent + " " + question);
        return repeats.once(key, response, () -> isOpen(agent, question), () -> {
            first.set(true);
            return agents.answer(agent, question, answer).thenApply(state -> resolved);
        }).thenCompose(frame -> {
            if (first.get()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return Arrays.equals(frame, resolved) ? CompletableFuture.completedFuture(Optional.of(resolved))
                    : agents.answer(agent, question, answer).thenApply(state -> Optional.empty());
        });
    }

    /** An agent may use the id of an old question for a new one. */
    private boolean isOpen(AgentId agent, PermissionId question) {
        return agents.find(agent).flatMap(state -> state.activity().permission(question)).isPresent();
    }
}
