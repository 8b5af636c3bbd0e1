package sh.paseo.daemon.gateway;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import sh.paseo.api.transport.Frame;
import sh.paseo.engine.EngineException;
import sh.paseo.protocol.Codec;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;
import sh.paseo.protocol.agents.AgentRequest;
import sh.paseo.protocol.cassettes.CassetteRequest;
import sh.paseo.protocol.connection.ConnectionPayload;
import sh.paseo.protocol.connection.ConnectionRequest;
import sh.paseo.protocol.doctor.DoctorRequest;
import sh.paseo.protocol.permissions.PermissionResponse;
import sh.paseo.protocol.plugins.PluginRequest;
import sh.paseo.protocol.providers.ProviderRequest;
import sh.paseo.protocol.timeline.TimelineRequest;
import sh.paseo.protocol.worktrees.WorktreeRequest;

/**
 * Finds who serves a request and sends the answer, or says why there is none: every request with an id is answered.
 *
 * <p><b>Thread</b>: the connection's; requests that take long are answered from elsewhere later.
 */
final class RequestRouter {
    private static final System.Logger LOG = System.getLogger(RequestRouter.class.getName());

    private final Codec codec;
    private final RepeatedRequests repeats;
    private final AgentQueries queries;
    private final AgentCommands commands;
    private final PermissionAnswers permissions;
    private final ProviderDirectory providers;
    private final DaemonRequests daemon;

    RequestRouter(Codec codec, RepeatedRequests repeats, AgentQueries queries, AgentCommands commands, PermissionAnswers permissions,
            ProviderDirectory providers, DaemonRequests daemon) {
        this.codec = codec;
        this.repeats = repeats;
        this.queries = queries;
        this.commands = commands;
        this.permissions = permissions;
        this.providers = providers;
        this.daemon = daemon;
    }

    void route(ClientSession session, Request request) {
        try {
            handle(session, request)
                    .whenComplete((frame, failure) -> answer(session, request, frame == null ? Optional.empty() : frame, failure));
        } catch (RuntimeException failure) {
            answer(session, request, Optional.empty(), failure);
        }
    }

    private CompletableFuture<Optional<byte[]>> handle(ClientSession session, Request request) {
        return switch (request) {
            case AgentRequest agents when commands.serves(agents) -> repeats.once(session, request,
                    key -> commands.handle(session, agents, key).thenApply(codec::encode)).thenApply(Optional::of);
            case AgentRequest agents -> encoded(queries.handle(session, agents));
            case TimelineRequest.Fetch fetch -> encoded(queries.timeline(session, fetch));
            case PermissionResponse response -> permissions.answer(session, response);
            case ProviderRequest wanted -> encoded(providers.handle(session, wanted));
            case ConnectionRequest.Restart restart -> end(session, restart, daemon.restart(session, restart));
            case ConnectionRequest.Shutdown shutdown -> end(session, shutdown, daemon.shutdown(session, shutdown));
            case ConnectionRequest.Ping ping -> encoded(daemon.ping(ping));
            case ConnectionRequest.Heartbeat heartbeat -> encoded(daemon.heard(session, heartbeat));
            case WorktreeRequest.Fetch fetch -> encoded(daemon.worktrees(fetch));
            case PluginRequest.Fetch fetch -> encoded(daemon.plugins(fetch));
            case DoctorRequest.Examine examine -> encoded(daemon.examine(examine));
            case CassetteRequest.Fetch fetch -> encoded(queries.cassette(fetch));
            default -> throw new IllegalStateException("no handler for " + request.getClass().getName());
        };
    }

    private CompletableFuture<Optional<byte[]>> encoded(CompletableFuture<Optional<Payload>> payload) {
        return payload.thenApply(some -> some.map(codec::encode));
    }

    private CompletableFuture<Optional<byte[]>> end(ClientSession session, Request request, DaemonRequests.Ending ending) {
        return repeats.before(session, request, codec.encode(ending.answer()), ending.effect()).thenApply(Optional::of);
    }

    private void answer(ClientSession session, Request request, Optional<byte[]> frame, Throwable failure) {
        if (failure == null) {
            frame.ifPresent(bytes -> session.send(new Frame.Text(bytes)));
            if (request instanceof AgentRequest.FetchAgents) {
                session.listed();
            }
        } else {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            String type = type(request);
            LOG.log(cause instanceof EngineException ? Level.DEBUG : Level.ERROR, () -> type + " failed", cause);
            request.requestId().ifPresent(id -> session.send(new Frame.Text(codec.encode(
                    new ConnectionPayload.RpcError(id, Optional.of(type), "Request failed: " + cause.getMessage(), "handler_error")))));
        }
    }

    static String type(Request request) {
        return request.getClass().getAnnotation(Wire.class).value();
    }

    /** What the reply must repeat; a request that needs a reply and names none is refused. */
    static String id(Request request) {
        return request.requestId()
                .orElseThrow(() -> new EngineException(EngineException.Code.INVALID, "\"" + type(request) + "\" needs a requestId"));
    }
}
