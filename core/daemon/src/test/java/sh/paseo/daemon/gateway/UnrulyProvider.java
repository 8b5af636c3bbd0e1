package sh.paseo.daemon.gateway;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import sh.paseo.api.PermissionId;
import sh.paseo.api.PluginException;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentEvent.Outcome;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.DeliveryGuarantee;
import sh.paseo.api.agent.EventSink;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.engine.Providers;

/**
 * An agent that makes trouble: {@code flood} says a lot at once, {@code deaf} sends to a process that does not read, {@code hang}
 * gets stuck in native code with its first line, everything else is answered.
 */
final class UnrulyProvider implements AgentProvider, Providers {
    static final int FLOOD_ROWS = 200;
    private static final int FLOOD_LETTERS = 64 << 10;
    /** More than a pipe holds. */
    private static final int SENT_LETTERS = 1 << 20;

    /** How many plugins hang now. */
    final AtomicInteger hanging = new AtomicInteger();
    private final Path neverWritten;

    /** {@code neverWritten} is a FIFO: opening it blocks until somebody opens it for writing. */
    UnrulyProvider(Path neverWritten) {
        this.neverWritten = neverWritten;
    }

    @Override
    public ProviderDescriptor descriptor() {
        return new ProviderDescriptor(new ProviderId("unruly"), "Unruly", "Makes trouble.", List.of(), Optional.empty(), Set.of(),
                DeliveryGuarantee.AT_MOST_ONCE);
    }

    @Override
    public Availability probe(ProbeContext context) {
        throw new PluginException(PluginException.Code.UNSUPPORTED, "nobody asks");
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext context) {
        context.events().emit(new AgentEvent.SessionReady(Optional.of(new ResumeToken("t")), Optional.empty(), Optional.empty()));
        return new Session(context);
    }

    @Override
    public Optional<AgentProvider> provider(ProviderId id) {
        return Optional.of(this);
    }

    @Override
    public JsonObject settings(ProviderId id) {
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    @Override
    public Map<String, String> environment(ProviderId id) {
        return Map.of();
    }

    private final class Session implements AgentSession {
        private final SessionContext context;

        Session(SessionContext context) {
            this.context = context;
        }

        @Override
        public void startTurn(TurnId turn, Prompt prompt) {
            switch (prompt.text()) {
                case "flood" -> {
                    for (int row = 0; row < FLOOD_ROWS; row++) {
                        context.events().emit(AgentEvent.Item.of(turn, new TimelineItem.Notice("x".repeat(FLOOD_LETTERS))));
                    }
                    context.events().emit(new AgentEvent.TurnEnded(turn, new Outcome.Completed()));
                }
                case "deaf" -> {
                    run("sleep 1000");
                    context.outbox().send(Optional.of(turn), number -> "x".repeat(SENT_LETTERS));
                }
                case "hang" -> run("echo line; sleep 1000");
                default -> {
                    context.events().emit(AgentEvent.Item.of(turn, new TimelineItem.AssistantText(prompt.text())));
                    context.events().emit(new AgentEvent.TurnEnded(turn, new Outcome.Completed()));
                }
            }
        }

        private void run(String script) {
            context.processes().start(new ProcessSpec(List.of("/bin/sh", "-c", script), neverWritten.getParent(), Map.of(),
                    ProcessSpec.EndSignal.TERM));
        }

        @Override
        public void onLine(Line line, EventSink sink) {
            hanging.incrementAndGet();
            try (FileInputStream in = new FileInputStream(neverWritten.toFile())) {
                in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                hanging.decrementAndGet();
            }
        }

        @Override
        public void interrupt(TurnId turn) {
            context.events().emit(new AgentEvent.TurnEnded(turn, new Outcome.Interrupted("interrupted")));
        }

        @Override
        public void answer(PermissionId permission, PermissionAnswer answer) {
            throw new PluginException(PluginException.Code.UNSUPPORTED, "nothing is asked");
        }

        @Override
        public void close() {}
    }
}
