package sh.paseo.daemon.gateway;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import sh.paseo.engine.AgentLookup;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Agents;
import sh.paseo.engine.EngineException;
import sh.paseo.engine.Lifecycle;
import sh.paseo.engine.TimelineReader;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.agents.AgentPayload;
import sh.paseo.protocol.agents.AgentRequest;
import sh.paseo.protocol.agents.AgentSnapshot;
import sh.paseo.protocol.cassettes.CassetteRequest;
import sh.paseo.protocol.timeline.TimelineRequest;

/** Requests that change nothing: lists, single agents, timelines, and waiting for one. <b>Thread</b>: any virtual thread. */
final class AgentQueries {
    private final Agents agents;
    private final Snapshots snapshots;
    private final Projects projects;
    private final TimelineReader timelines;
    private final Cassettes cassettes;

    AgentQueries(Agents agents, Snapshots snapshots, Projects projects, TimelineReader timelines, Cassettes cassettes) {
        this.agents = agents;
        this.snapshots = snapshots;
        this.projects = projects;
        this.timelines = timelines;
        this.cassettes = cassettes;
    }

    CompletableFuture<Optional<Payload>> handle(ClientSession session, AgentRequest request) {
        return switch (request) {
            case AgentRequest.FetchAgents fetch -> list(session, fetch);
            case AgentRequest.FetchAgent fetch -> CompletableFuture.completedFuture(Optional.of(one(fetch)));
            case AgentRequest.WaitForFinish wait -> finished(wait).thenApply(Optional::of);
            default -> throw new IllegalStateException("no query: " + request.getClass().getName());
        };
    }

    private CompletableFuture<Optional<Payload>> list(ClientSession session, AgentRequest.FetchAgents fetch) {
        AgentFilter filter = AgentFilter.of(fetch);
        if (fetch.subscribe().isPresent()) {
            session.subscribe(filter);
        }
        List<AgentPayload.Agents.Entry> entries = agents.all().stream().map(this::entry)
                .filter(entry -> session.knows(entry.agent().provider()) && filter.admits(entry.agent(), entry.project())).toList();
        AgentPayload.Agents page = AgentPages.page(fetch, RequestRouter.id(fetch), entries);
        return CompletableFuture.completedFuture(Optional.of(page));
    }

    private AgentPayload.Agents.Entry entry(AgentState state) {
        return new AgentPayload.Agents.Entry(snapshots.of(state), projects.of(state.identity().directory()));
    }

    private Payload one(AgentRequest.FetchAgent fetch) {
        try {
            AgentState state = AgentLookup.find(agents.all(), fetch.agentId());
            return new AgentPayload.Agent(RequestRouter.id(fetch), Optional.of(snapshots.of(state)),
                    Optional.of(projects.of(state.identity().directory())), Optional.empty());
        } catch (EngineException unknown) {
            return new AgentPayload.Agent(RequestRouter.id(fetch), Optional.empty(), Optional.empty(), Optional.of(unknown.getMessage()));
        }
    }

    private CompletableFuture<Payload> finished(AgentRequest.WaitForFinish wait) {
        String id = RequestRouter.id(wait);
        AgentState agent;
        try {
            agent = AgentLookup.find(agents.all(), wait.agentId());
        } catch (EngineException unknown) {
            return CompletableFuture.completedFuture(
                    new AgentPayload.Finished(id, "error", Optional.empty(), Optional.of(unknown.getMessage()), Optional.empty()));
        }
        Optional<Duration> limit = wait.timeoutMs().isPresent() && wait.timeoutMs().getAsLong() > 0
                ? Optional.of(Duration.ofMillis(wait.timeoutMs().getAsLong()))
                : Optional.empty();
        return agents.settled(agent.id(), limit)
                .handleAsync((settled, failure) -> failure == null ? settled(id, agent, settled) : gone(id, failure),
                        Thread::startVirtualThread);
    }

    private static Payload gone(String id, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new AgentPayload.Finished(id, "error", Optional.empty(), Optional.of(cause.getMessage()), Optional.empty());
    }

    private Payload settled(String id, AgentState asked, Optional<AgentState> settled) {
        if (settled.isEmpty()) {
            Optional<AgentSnapshot> now = agents.find(asked.id()).map(snapshots::of);
            return new AgentPayload.Finished(id, "timeout", now, Optional.empty(), Optional.empty());
        }
        AgentState state = settled.get();
        boolean failed = state.activity().lifecycle() == Lifecycle.ERROR;
        String status = !state.activity().permissions().isEmpty() ? "permission" : failed ? "error" : "idle";
        Optional<String> error = status.equals("error") ? state.activity().lastError().or(() -> Optional.of("Agent failed"))
                : Optional.empty();
        return new AgentPayload.Finished(id, status, Optional.of(snapshots.of(state)), error,
                Optional.of(timelines.lastMessage(state)).filter(text -> !text.isEmpty()));
    }

    CompletableFuture<Optional<Payload>> cassette(CassetteRequest.Fetch fetch) {
        return CompletableFuture.completedFuture(Optional.of(cassettes.page(fetch)));
    }

    CompletableFuture<Optional<Payload>> timeline(ClientSession session, TimelineRequest.Fetch fetch) {
        String id = RequestRouter.id(fetch);
        try {
            AgentState state = AgentLookup.find(agents.all(), fetch.agentId());
            return CompletableFuture.completedFuture(Optional.of(TimelinePages.page(id, fetch, snapshots.of(state),
                    timelines.read(state, TimelinePages.query(fetch)), session.can("reasoning_merge_enum"))));
        } catch (EngineException refused) {
            return CompletableFuture.completedFuture(Optional.of(TimelinePages.failed(id, fetch, refused.getMessage())));
        }
    }
}
