package sh.paseo.daemon.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import sh.paseo.api.ProviderId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.Model;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.engine.Time;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.providers.ProviderPayload;
import sh.paseo.protocol.providers.ProviderRequest;

/**
 * What is known of the providers. Looking takes seconds, so a snapshot is answered at once and what is found later is told to all
 * clients.
 *
 * <p><b>Thread</b>: any. <b>Limits</b>: 10 seconds a look; what was found is kept for five minutes.
 */
final class ProviderDirectory {
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** A provider that is installed, and whether the user lets it be used. */
    record Installed(AgentProvider provider, boolean enabled) {}

    private record Look(CompletableFuture<Availability> found, Instant since) {}

    private final List<Installed> installed;
    private final Function<ProviderId, ProbeContext> contexts;
    private final Time time;
    private final Map<ProviderId, Look> looks = new LinkedHashMap<>();
    private volatile Consumer<Payload> broadcast = payload -> {};

    ProviderDirectory(List<Installed> installed, Function<ProviderId, ProbeContext> contexts, Time time) {
        this.installed = List.copyOf(installed);
        this.contexts = contexts;
        this.time = time;
    }

    /** Where news go. */
    void tell(Consumer<Payload> everybody) {
        broadcast = everybody;
    }

    CompletableFuture<Optional<Payload>> handle(ClientSession session, ProviderRequest request) {
        String id = RequestRouter.id(request);
        return switch (request) {
            case ProviderRequest.Snapshot ignored -> {
                installed.stream().filter(Installed::enabled).forEach(i -> look(i.provider(), false));
                yield done(new ProviderPayload.Snapshot(entries(session), now(), id));
            }
            case ProviderRequest.Refresh refresh -> lookAnew(refresh)
                    .thenApply(all -> Optional.of(new ProviderPayload.Refreshed(id, true)));
            case ProviderRequest.Models models -> models(models, id);
        };
    }

    private static CompletableFuture<Optional<Payload>> done(Payload payload) {
        return CompletableFuture.completedFuture(Optional.of(payload));
    }

    /** What all enabled providers say when they are asked anew. */
    CompletableFuture<Map<ProviderId, Availability>> examined() {
        Map<ProviderId, CompletableFuture<Availability>> asked = new LinkedHashMap<>();
        installed.stream().filter(Installed::enabled).map(Installed::provider).forEach(p -> asked.put(p.descriptor().id(), look(p, true)));
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new)).thenApply(all -> {
            Map<ProviderId, Availability> answers = new LinkedHashMap<>();
            asked.forEach((id, answer) -> answers.put(id, answer.join()));
            return answers;
        });
    }

    private CompletableFuture<Void> lookAnew(ProviderRequest.Refresh refresh) {
        Stream<AgentProvider> wanted = installed.stream().filter(Installed::enabled).map(Installed::provider)
                .filter(p -> refresh.providers().map(ids -> ids.contains(p.descriptor().id().value())).orElse(true));
        return CompletableFuture.allOf(wanted.map(p -> look(p, true)).toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Optional<Payload>> models(ProviderRequest.Models wanted, String id) {
        Optional<Installed> found = installed.stream().filter(i -> i.provider().descriptor().id().value().equals(wanted.provider()))
                .findFirst();
        if (found.isEmpty() || !found.get().enabled()) {
            String error = found.isEmpty() ? "Unknown provider: " + wanted.provider() : "Provider " + wanted.provider() + " is disabled";
            return done(new ProviderPayload.Models(wanted.provider(), Optional.empty(), Optional.of(error), now(), id));
        }
        return look(found.get().provider(), false).thenApply(availability -> Optional.of(switch (availability) {
            case Availability.Ready ready -> new ProviderPayload.Models(wanted.provider(),
                    Optional.of(models(wanted.provider(), ready.models())), Optional.empty(), now(), id);
            case Availability.Unavailable(String reason) -> new ProviderPayload.Models(wanted.provider(), Optional.empty(),
                    Optional.of(reason), now(), id);
        }));
    }

    private synchronized CompletableFuture<Availability> look(AgentProvider provider, boolean anew) {
        ProviderId id = provider.descriptor().id();
        Instant now = time.clock().instant();
        Look last = looks.get(id);
        boolean running = last != null && !last.found().isDone();
        if (last != null && (running || !anew && Duration.between(last.since(), now).compareTo(KEPT) < 0)) {
            return last.found();
        }
        CompletableFuture<Availability> found = new CompletableFuture<>();
        looks.put(id, new Look(found, now));
        // No virtual thread: a plugin that blocks in native code would take a core from everybody.
        Thread.ofPlatform().daemon().name("probe-" + id).start(() -> found.complete(probe(provider)));
        return found
                .completeOnTimeout(new Availability.Unavailable("No answer within " + PROBE_LIMIT.toSeconds() + " seconds"),
                        PROBE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((availability, never) -> broadcast.accept(new ProviderPayload.Update(Optional.empty(), entries(), now())));
    }

    private Availability probe(AgentProvider provider) {
        try {
            return provider.probe(contexts.apply(provider.descriptor().id()));
        } catch (RuntimeException | LinkageError failure) {
            return new Availability.Unavailable(String.valueOf(failure.getMessage()));
        }
    }

    private List<ProviderPayload.Entry> entries(ClientSession session) {
        return entries().stream().filter(entry -> session.knows(entry.provider())).toList();
    }

    private synchronized List<ProviderPayload.Entry> entries() {
        return installed.stream().map(this::entry).toList();
    }

    private ProviderPayload.Entry entry(Installed provider) {
        ProviderDescriptor descriptor = provider.provider().descriptor();
        Look look = looks.get(descriptor.id());
        boolean known = look != null && look.found().isDone();
        Optional<Availability> found = known ? Optional.of(look.found().join()) : Optional.empty();
        String status = !provider.enabled() ? "unavailable"
                : found.map(f -> f instanceof Availability.Ready ? "ready" : "unavailable").orElse("loading");
        Optional<String> error = found.flatMap(f -> f instanceof Availability.Unavailable u ? Optional.of(u.reason()) : Optional.empty());
        Optional<List<ProviderPayload.Model>> models = found
                .flatMap(f -> f instanceof Availability.Ready r ? Optional.of(models(descriptor.id().value(), r.models()))
                        : Optional.empty());
        return new ProviderPayload.Entry(descriptor.id().value(), status, provider.enabled(), error, models,
                Optional.of(Snapshots.modes(descriptor.modes())), known ? Optional.of(Snapshots.time(look.since())) : Optional.empty(),
                descriptor.label(), descriptor.description(), descriptor.defaultMode());
    }

    private static List<ProviderPayload.Model> models(String provider, List<Model> models) {
        return models.stream()
                .map(m -> new ProviderPayload.Model(provider, m.id(), m.label(), m.description(), m.isDefault(),
                        m.thinkingOptions().isEmpty()
                                ? Optional.empty()
                                : Optional.of(m.thinkingOptions().stream()
                                        .map(o -> new ProviderPayload.Option(o.id(), o.label(), o.isDefault())).toList()),
                        m.defaultThinking()))
                .toList();
    }

    private String now() {
        return Snapshots.time(time.clock().instant());
    }
}
