package sh.paseo.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import sh.paseo.api.AgentId;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Setting;

/**
 * All agents of the daemon: the way in for everything that clients want of them.
 *
 * <p><b>Thread</b>: any. Futures complete after the change is durable and was published, with the agent as it stands then.
 *
 * <p><b>Errors</b>: futures fail with {@link EngineException}.
 */
public final class Agents implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);

    private final EngineContext context;
    private final Map<AgentId, AgentWriter> writers = new ConcurrentHashMap<>();

    public Agents(EngineContext context) {
        this.context = context;
    }

    /**
     * Reads all agents. Those whose processes an earlier daemon left are taken over by and by; what cannot be taken over is ended,
     * and shown as interrupted, before this returns.
     */
    public void load() {
        List<CompletableFuture<AgentState>> settling = new ArrayList<>();
        new Loading(context).agents((state, loaded) -> {
            AgentWriter writer = new AgentWriter(context, state);
            writers.put(state.id(), writer);
            loaded.ifPresent(input -> {
                writer.give(input);
                if (input.process().isEmpty()) {
                    settling.add(writer.flush());
                }
            });
        });
        CompletableFuture.allOf(settling.toArray(CompletableFuture[]::new)).join();
    }

    /** Every agent as last committed, archived ones too, in no order. */
    public Collection<AgentState> all() {
        List<AgentState> states = new ArrayList<>();
        writers.values().forEach(writer -> states.add(writer.state()));
        return states;
    }

    public Optional<AgentState> find(AgentId id) {
        return Optional.ofNullable(writers.get(id)).map(AgentWriter::state);
    }

    /** Creates an agent; complete when its session is ready and the first prompt, if any, runs. On failure nothing is left of it. */
    public CompletableFuture<AgentState> create(CreateAgent wanted) {
        var now = context.time().clock().instant();
        AgentId id = new AgentId(context.ids().get());
        AgentState state = new AgentState(new Identity(id, wanted.provider(), wanted.directory(), now, context.ids().get()),
                wanted.profile(), Activity.begun(now), Conversation.NONE.with(wanted.token()), Progress.NONE);
        AgentWriter writer = new AgentWriter(context, state);
        writers.put(id, writer);
        Optional<Input.Prompted> prompt = wanted.prompt()
                .map(p -> new Input.Prompted(0, newTurn(), p.prompt(), p.messageId(), Optional.empty()));
        return writer.ask(ticket -> new Input.Created(ticket, prompt, wanted.request())).handle((created, failure) -> failure == null
                ? CompletableFuture.completedFuture(created)
                : delete(id).<AgentState>thenCompose(gone -> CompletableFuture.failedFuture(failure))).thenCompose(f -> f);
    }

    /** Gives a prompt; complete when its turn has begun, or at once if this message came before. */
    public CompletableFuture<AgentState> prompt(AgentId agent, Prompt prompt, Optional<String> messageId, Optional<RequestKey> request) {
        return ask(agent, ticket -> new Input.Prompted(ticket, newTurn(), prompt, messageId, request));
    }

    /** Stops the running turn; complete when it has ended. */
    public CompletableFuture<AgentState> cancel(AgentId agent) {
        return ask(agent, Input.Canceled::new);
    }

    public CompletableFuture<AgentState> answer(AgentId agent, PermissionId permission, PermissionAnswer answer) {
        return ask(agent, ticket -> new Input.Answered(ticket, permission, answer));
    }

    /** Changes a setting; complete when the agent has taken it. */
    public CompletableFuture<AgentState> select(AgentId agent, Setting setting) {
        return ask(agent, ticket -> new Input.Selected(ticket, setting));
    }

    /** Names and labels the agent; labels are merged. */
    public CompletableFuture<AgentState> rename(AgentId agent, Optional<String> title, Map<String, String> labels) {
        return ask(agent, ticket -> new Input.Renamed(ticket, title, labels));
    }

    public CompletableFuture<AgentState> clearAttention(AgentId agent) {
        return ask(agent, Input.AttentionCleared::new);
    }

    public CompletableFuture<AgentState> archive(AgentId agent) {
        return ask(agent, Input.Archived::new);
    }

    /** Opens the session anew; complete when it is ready. Also brings an archived agent back. */
    public CompletableFuture<AgentState> reload(AgentId agent) {
        return ask(agent, Input.Reloaded::new);
    }

    /** Complete when the agent asks its user something or has nothing to do; empty if it took longer than {@code limit}. */
    public CompletableFuture<Optional<AgentState>> settled(AgentId agent, Optional<Duration> limit) {
        long[] given = new long[1];
        CompletableFuture<Optional<AgentState>> settled = ask(agent, ticket -> {
            given[0] = ticket;
            return new Input.Awaited(ticket);
        }).thenApply(Optional::of);
        if (limit.isEmpty()) {
            return settled;
        }
        return settled.completeOnTimeout(Optional.empty(), limit.get().toMillis(), TimeUnit.MILLISECONDS).whenComplete((state, failure) -> {
            if (state != null && state.isEmpty()) {
                Thread.startVirtualThread(
                        () -> Optional.ofNullable(writers.get(agent)).ifPresent(w -> w.give(new Input.AwaitEnded(given[0]))));
            }
        });
    }

    /** Ends the agent and forgets it with its timeline. An unknown agent is no error. */
    public CompletableFuture<Void> delete(AgentId agent) {
        AgentWriter writer = writers.get(agent);
        if (writer == null) {
            return CompletableFuture.completedFuture(null);
        }
        return writer.close("deleted").handle((state, failure) -> writer.state()).thenCompose(last -> {
            writers.remove(agent);
            return context.store().delete(agent).thenRun(() -> {
                context.processes().forget(agent);
                context.publisher().publish(last, List.of(new Announcement.Removed()));
            });
        });
    }

    private TurnId newTurn() {
        return new TurnId(context.ids().get());
    }

    private CompletableFuture<AgentState> ask(AgentId agent, LongFunction<Input> input) {
        AgentWriter writer = writers.get(agent);
        return writer == null
                ? CompletableFuture.failedFuture(new EngineException(EngineException.Code.NOT_FOUND, "Agent not found: " + agent))
                : writer.ask(input);
    }

    /** Lets every agent's process go on for a later daemon. Sessions without a process end, and their turns are interrupted. */
    public void leave() {
        awaitAll(writers.values().stream().map(AgentWriter::leave));
    }

    /** Ends every session; turns that run are interrupted. */
    @Override
    public void close() {
        awaitAll(writers.values().stream().map(writer -> writer.close("stopped with the daemon")));
    }

    private static void awaitAll(Stream<CompletableFuture<AgentState>> endings) {
        CompletableFuture.allOf(endings.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, failure) -> done)
                .join();
    }
}
