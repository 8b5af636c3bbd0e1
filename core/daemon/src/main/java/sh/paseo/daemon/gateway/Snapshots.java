package sh.paseo.daemon.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.Capability;
import sh.paseo.api.agent.Mode;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.Usage;
import sh.paseo.engine.Activity;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Conversation;
import sh.paseo.engine.Profile;
import sh.paseo.engine.Providers;
import sh.paseo.protocol.agents.AgentSnapshot;

/** From an agent's state to its snapshot on the wire. <b>Thread</b>: any. */
final class Snapshots {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Providers providers;

    Snapshots(Providers providers) {
        this.providers = providers;
    }

    static String time(Instant instant) {
        return MILLIS.format(instant);
    }

    AgentSnapshot of(AgentState state) {
        Optional<ProviderDescriptor> descriptor = providers.provider(state.identity().provider()).map(AgentProvider::descriptor);
        String provider = state.identity().provider().value();
        Profile profile = state.profile();
        Activity activity = state.activity();
        Conversation conversation = state.conversation();
        Optional<String> mode = conversation.mode().or(profile.settings()::mode);
        Optional<String> thinking = profile.settings().thinking();
        Optional<AgentSnapshot.Handle> handle = conversation.token().map(token -> new AgentSnapshot.Handle(provider, token.value(),
                Map.of("cwd", state.identity().directory().toString())));
        return new AgentSnapshot(state.id().value(), provider, state.identity().directory().toString(), profile.settings().model(),
                List.of(), thinking, thinking,
                new AgentSnapshot.RuntimeInfo(provider, conversation.token().map(t -> t.value()), conversation.model(), mode),
                time(state.identity().createdAt()), time(activity.times().updatedAt()),
                activity.times().lastUserMessageAt().map(Snapshots::time), WireItems.lower(activity.lifecycle()),
                capabilities(descriptor.map(ProviderDescriptor::capabilities).orElse(Set.of(Capability.SESSION_PERSISTENCE))), mode,
                modes(descriptor.map(ProviderDescriptor::modes).orElse(List.of())),
                activity.permissions().stream().map(p -> WireItems.permission(provider, p)).toList(), handle, usage(conversation.usage()),
                activity.lastError(), profile.title(), profile.labels(), activity.attention().isPresent(),
                activity.attention().map(a -> WireItems.lower(a.reason())), activity.attention().map(a -> time(a.since())),
                activity.times().archivedAt().map(Snapshots::time), descriptor.isEmpty() ? Optional.of(true) : Optional.empty());
    }

    private static AgentSnapshot.Capabilities capabilities(Set<Capability> can) {
        return new AgentSnapshot.Capabilities(can.contains(Capability.STREAMING), can.contains(Capability.SESSION_PERSISTENCE),
                can.contains(Capability.DYNAMIC_MODES), can.contains(Capability.MCP_SERVERS), can.contains(Capability.REASONING_STREAM),
                can.contains(Capability.TOOL_INVOCATIONS));
    }

    static List<AgentSnapshot.Mode> modes(List<Mode> modes) {
        return modes.stream()
                .map(m -> new AgentSnapshot.Mode(m.id(), m.label(), m.description(), m.icon(), m.tier().map(WireItems::lower))).toList();
    }

    static Optional<AgentSnapshot.Usage> usage(Usage usage) {
        return usage.equals(Usage.NONE)
                ? Optional.empty()
                : Optional.of(new AgentSnapshot.Usage(usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens(),
                        usage.totalCostUsd(), usage.contextWindowMaxTokens(), usage.contextWindowUsedTokens()));
    }
}
