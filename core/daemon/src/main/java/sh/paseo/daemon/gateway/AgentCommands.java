package sh.paseo.daemon.gateway;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import sh.paseo.api.AgentId;
import sh.paseo.api.agent.Setting;
import sh.paseo.engine.AgentLookup;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Agents;
import sh.paseo.engine.EngineException;
import sh.paseo.engine.RequestKey;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.agents.AgentPayload;
import sh.paseo.protocol.agents.AgentRequest;

/** Requests that change agents. <b>Thread</b>: any. */
final class AgentCommands {
    private final Agents agents;
    private final Snapshots snapshots;
    private final AgentCreation creation;
    private final FirstMessages firstMessages;

    AgentCommands(Agents agents, Snapshots snapshots, AgentCreation creation, FirstMessages firstMessages) {
        this.agents = agents;
        this.snapshots = snapshots;
        this.creation = creation;
        this.firstMessages = firstMessages;
    }

    boolean serves(AgentRequest request) {
        return switch (request) {
            case AgentRequest.FetchAgents ignored -> false;
            case AgentRequest.FetchAgent ignored -> false;
            case AgentRequest.WaitForFinish ignored -> false;
            default -> true;
        };
    }

    CompletableFuture<Payload> handle(ClientSession session, AgentRequest request, Optional<RequestKey> key) {
        String id = request.requestId().orElse("");
        return switch (request) {
            case AgentRequest.CreateAgent create -> create(session, create, key);
            case AgentRequest.ResumeAgent resume ->
                agents.create(creation.resume(resume, key)).thenApply(state -> opened("agent_resumed", id, state));
            case AgentRequest.RefreshAgent refresh -> agents.reload(id(refresh.agentId())).thenApply(state -> new AgentPayload.Opened(
                    "agent_refreshed", state.id().value(), id, OptionalLong.of(state.progress().lastSeq()), Optional.empty()));
            case AgentRequest.SendMessage send -> send(send, id, key);
            case AgentRequest.CancelAgent cancel -> agents.cancel(id(cancel.agentId()))
                    .thenApply(state -> new AgentPayload.Canceled(id, cancel.agentId(), Optional.of(snapshots.of(state))));
            case AgentRequest.ArchiveAgent archive -> agents.archive(id(archive.agentId())).thenApply(state -> new AgentPayload.Archived(
                    archive.agentId(), Snapshots.time(state.activity().times().archivedAt().orElseThrow()), id));
            case AgentRequest.DeleteAgent delete -> agents.delete(id(delete.agentId()))
                    .thenApply(gone -> new AgentPayload.Deleted(delete.agentId(), id));
            case AgentRequest.UpdateAgent update -> update(update, id);
            case AgentRequest.SetMode set -> select(set.agentId(), new Setting.OfMode(set.modeId()),
                    error -> new AgentPayload.ModeSet(id, set.agentId(), error.isEmpty(), error));
            case AgentRequest.SetModel set -> select(set.agentId(), new Setting.OfModel(AgentCreation.chosen(set.modelId())),
                    error -> new AgentPayload.ModelSet(id, set.agentId(), error.isEmpty(), error));
            case AgentRequest.SetThinking set -> select(set.agentId(), new Setting.OfThinking(set.thinkingOptionId()),
                    error -> new AgentPayload.ThinkingSet(id, set.agentId(), error.isEmpty(), error));
            case AgentRequest.ClearAttention clear -> clear(clear, id);
            default -> throw new IllegalStateException("no command: " + request.getClass().getName());
        };
    }

    private CompletableFuture<Payload> create(ClientSession session, AgentRequest.CreateAgent create, Optional<RequestKey> key) {
        String id = create.requestId().orElse("");
        try {
            return firstMessages.once(session, create.clientMessageId(), key, once -> agents.create(creation.create(create, once)))
                    .thenApply(state -> opened("agent_created", id, state))
                    .exceptionally(failure -> AgentPayload.CreateFailed.of(id, reason(failure)));
        } catch (EngineException refused) {
            return CompletableFuture.completedFuture(AgentPayload.CreateFailed.of(id, refused.getMessage()));
        }
    }

    private Payload opened(String status, String id, AgentState state) {
        return new AgentPayload.Opened(status, state.id().value(), id, OptionalLong.empty(), Optional.of(snapshots.of(state)));
    }

    private CompletableFuture<Payload> send(AgentRequest.SendMessage send, String id, Optional<RequestKey> key) {
        AgentState agent;
        try {
            agent = AgentLookup.find(agents.all(), send.agentId());
        } catch (EngineException unknown) {
            return CompletableFuture
                    .completedFuture(new AgentPayload.MessageSent(id, send.agentId(), false, Optional.of(unknown.getMessage())));
        }
        return agents.prompt(agent.id(), AgentCreation.prompt(send.text(), send.images(), send.attachments()), send.messageId(), key)
                .handle((state, failure) -> new AgentPayload.MessageSent(id, agent.id().value(), failure == null,
                        failure == null ? Optional.empty() : Optional.of(reason(failure))));
    }

    private CompletableFuture<Payload> update(AgentRequest.UpdateAgent update, String id) {
        Optional<String> name = update.name().map(String::strip).filter(text -> !text.isEmpty());
        Map<String, String> labels = update.labels().orElse(Map.of());
        if (name.isEmpty() && labels.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new AgentPayload.Updated(id, update.agentId(), false, Optional.of("Nothing to update: give a name or labels")));
        }
        return agents.rename(id(update.agentId()), name, labels).handle((state, failure) -> new AgentPayload.Updated(id, update.agentId(),
                failure == null, failure == null ? Optional.empty() : Optional.of(reason(failure))));
    }

    private CompletableFuture<Payload> select(String agent, Setting setting, Function<Optional<String>, Payload> answer) {
        return agents.select(id(agent), setting)
                .handle((state, failure) -> answer.apply(failure == null ? Optional.empty() : Optional.of(reason(failure))));
    }

    private CompletableFuture<Payload> clear(AgentRequest.ClearAttention clear, String id) {
        List<String> ids = switch (clear.agentId()) {
            case JsonString one -> List.of(one.getString());
            case JsonArray several -> several.stream().filter(JsonString.class::isInstance).map(v -> ((JsonString) v).getString()).toList();
            case JsonValue other ->
                throw new EngineException(EngineException.Code.INVALID, "agentId must be an id or an array of ids: " + other);
        };
        List<CompletableFuture<AgentState>> cleared = ids.stream().map(agent -> agents.clearAttention(id(agent))).toList();
        return CompletableFuture.allOf(cleared.toArray(CompletableFuture[]::new)).thenApply(done -> new AgentPayload.AttentionCleared(id,
                clear.agentId(), cleared.stream().map(CompletableFuture::join).map(snapshots::of).toList()));
    }

    /** The answer to a request that took effect before the daemon ended, made from what it left. */
    Optional<Payload> rebuild(AgentId agent, Request request) {
        String id = request.requestId().orElse("");
        return switch (request) {
            case AgentRequest.CreateAgent ignored -> agents.find(agent).map(state -> opened("agent_created", id, state));
            case AgentRequest.ResumeAgent ignored -> agents.find(agent).map(state -> opened("agent_resumed", id, state));
            case AgentRequest.SendMessage ignored -> Optional.of(new AgentPayload.MessageSent(id, agent.value(), true, Optional.empty()));
            default -> Optional.empty();
        };
    }

    static AgentId id(String text) {
        if (text.isBlank()) {
            throw new EngineException(EngineException.Code.INVALID, "Agent identifier cannot be empty");
        }
        return new AgentId(text);
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage();
    }
}
