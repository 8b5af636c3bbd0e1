package sh.paseo.daemon.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import sh.paseo.api.AgentId;
import sh.paseo.engine.Activity;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Announcement;
import sh.paseo.engine.Publisher;
import sh.paseo.engine.Time;
import sh.paseo.engine.TimelineRow;
import sh.paseo.protocol.Codec;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.agents.AgentPayload;
import sh.paseo.protocol.agents.AgentSnapshot;
import sh.paseo.protocol.agents.Project;
import sh.paseo.protocol.agents.StreamEvent;
import sh.paseo.protocol.permissions.PermissionPayload;
import sh.paseo.protocol.permissions.PermissionRequest;
import sh.paseo.protocol.permissions.PermissionResponse;

/**
 * Tells clients what the engine announces: every frame is encoded at most once, whoever gets it.
 *
 * <p><b>Thread</b>: the agent's writer; nothing here blocks.
 */
final class Announcer implements Publisher {
    private final Codec codec;
    private final Sessions sessions;
    private final Snapshots snapshots;
    private final Projects projects;
    private final Time time;
    private final Function<AgentState, Notifications.Text> texts;

    Announcer(Codec codec, Sessions sessions, Snapshots snapshots, Projects projects, Time time,
            Function<AgentState, Notifications.Text> texts) {
        this.codec = codec;
        this.sessions = sessions;
        this.snapshots = snapshots;
        this.projects = projects;
        this.time = time;
        this.texts = texts;
    }

    @Override
    public void publish(AgentState state, List<Announcement> announcements) {
        if (sessions.all().isEmpty()) {
            return;
        }
        for (Announcement announcement : announcements) {
            announce(state, announcement);
        }
    }

    private void announce(AgentState state, Announcement announcement) {
        String provider = state.identity().provider().value();
        switch (announcement) {
            case Announcement.RowAdded(TimelineRow row) -> row(state, row);
            case Announcement.StateChanged(AgentState then) -> changed(then);
            case Announcement.Removed() -> removed(state.id());
            case Announcement.TurnStarted(Instant at) -> event(state, at, new StreamEvent.TurnStarted(provider));
            case Announcement.TurnCompleted(Instant at, var usage) -> event(state, at,
                    new StreamEvent.TurnCompleted(provider, Snapshots.usage(usage)));
            case Announcement.TurnFailed(Instant at, String error, var code, var diagnostic) -> event(state, at,
                    new StreamEvent.TurnFailed(provider, error, code, diagnostic));
            case Announcement.TurnCanceled(Instant at, String reason) -> event(state, at, new StreamEvent.TurnCanceled(provider, reason));
            case Announcement.PermissionRequested(Instant at, var request) -> {
                PermissionRequest wire = WireItems.permission(provider, request);
                event(state, at, new StreamEvent.PermissionRequested(provider, wire));
                toHearers(state, new PermissionPayload.Requested(state.id().value(), wire));
            }
            case Announcement.PermissionResolved(Instant at, var id, var answer) -> {
                PermissionResponse.Resolution resolution = WireItems.resolution(answer);
                event(state, at, new StreamEvent.PermissionResolved(provider, id.value(), resolution));
                toHearers(state, new PermissionPayload.Resolved(state.id().value(), id.value(), resolution));
            }
            case Announcement.AttentionRequired(Activity.Attention attention) -> attention(state, attention);
        }
    }

    private void row(AgentState state, TimelineRow row) {
        String provider = state.identity().provider().value();
        LazyFrame frame = new LazyFrame(() -> codec.encode(new AgentPayload.Stream(state.id().value(),
                new StreamEvent.Timeline(provider, WireItems.item(row.item())), Snapshots.time(row.at()), OptionalLong.of(row.seq()),
                Optional.of(state.identity().epoch()))));
        Instant now = time.clock().instant();
        for (ClientSession session : sessions.all()) {
            if (session.hears(state.id(), provider, now)) {
                session.sendRow(state.id(), frame);
            }
        }
    }

    private void changed(AgentState state) {
        AgentSnapshot snapshot = snapshots.of(state);
        Project project = projects.of(state.identity().directory());
        LazyFrame upsert = new LazyFrame(() -> codec.encode(AgentPayload.Upsert.of(snapshot, project)));
        LazyFrame remove = new LazyFrame(() -> codec.encode(AgentPayload.Remove.of(snapshot.id())));
        sessions.all().forEach(session -> session.agentChanged(snapshot, project, upsert, remove));
    }

    private void removed(AgentId agent) {
        LazyFrame remove = new LazyFrame(() -> codec.encode(AgentPayload.Remove.of(agent.value())));
        sessions.all().forEach(session -> session.agentRemoved(remove));
    }

    private void event(AgentState state, Instant at, StreamEvent event) {
        toHearers(state, new AgentPayload.Stream(state.id().value(), event, Snapshots.time(at), OptionalLong.empty(), Optional.empty()));
    }

    private void toHearers(AgentState state, Payload payload) {
        LazyFrame frame = new LazyFrame(() -> codec.encode(payload));
        Instant now = time.clock().instant();
        for (ClientSession session : sessions.all()) {
            if (session.hears(state.id(), state.identity().provider().value(), now)) {
                session.send(frame.get());
            }
        }
    }

    /** Only the client whose user was active last is to make a sound, and none if somebody already looks. */
    private void attention(AgentState state, Activity.Attention attention) {
        Instant now = time.clock().instant();
        Optional<ClientSession> notified = Notifications.whom(sessions.all(), state.id(), now);
        LazyFrame loud = attentionFrame(state, attention, true);
        LazyFrame quiet = attentionFrame(state, attention, false);
        for (ClientSession session : sessions.all()) {
            if (session.knows(state.identity().provider().value())) {
                session.send(notified.filter(session::equals).isPresent() ? loud.get() : quiet.get());
            }
        }
    }

    private LazyFrame attentionFrame(AgentState state, Activity.Attention attention, boolean notify) {
        return new LazyFrame(() -> {
            Notifications.Text text = texts.apply(state);
            String reason = WireItems.lower(attention.reason());
            String since = Snapshots.time(attention.since());
            StreamEvent.Notification notification = new StreamEvent.Notification(text.title(), text.body(),
                    Map.of("serverId", text.serverId(), "agentId", state.id().value(), "reason", reason));
            return codec.encode(new AgentPayload.Stream(state.id().value(), new StreamEvent.AttentionRequired(
                    state.identity().provider().value(), reason, since, notify, Optional.of(notification)), since, OptionalLong.empty(),
                    Optional.empty()));
        });
    }
}
