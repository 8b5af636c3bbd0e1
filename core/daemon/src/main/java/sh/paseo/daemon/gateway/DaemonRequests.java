package sh.paseo.daemon.gateway;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import sh.paseo.engine.EngineException;
import sh.paseo.engine.Time;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.connection.ConnectionPayload;
import sh.paseo.protocol.connection.ConnectionRequest;
import sh.paseo.protocol.doctor.DoctorRequest;
import sh.paseo.protocol.plugins.PluginPayload;
import sh.paseo.protocol.plugins.PluginRequest;
import sh.paseo.protocol.worktrees.WorktreePayload;
import sh.paseo.protocol.worktrees.WorktreeRequest;

/** Requests about the daemon itself. <b>Thread</b>: any. */
final class DaemonRequests {
    private final Time time;
    private final DaemonControl control;
    private final Supplier<List<PluginPayload.Entry>> plugins;
    private final Doctor doctor;

    DaemonRequests(Time time, DaemonControl control, Supplier<List<PluginPayload.Entry>> plugins, Doctor doctor) {
        this.time = time;
        this.control = control;
        this.plugins = plugins;
        this.doctor = doctor;
    }

    /** What the client is told, and what then happens to the daemon. */
    record Ending(Payload answer, Runnable effect) {}

    Ending restart(ClientSession session, ConnectionRequest.Restart restart) {
        return new Ending(ConnectionPayload.Ending.restart(session.clientId(), restart.reason(), restart.requestId()),
                () -> control.restart(restart.reason().orElse("a client asked for it")));
    }

    Ending shutdown(ClientSession session, ConnectionRequest.Shutdown shutdown) {
        return new Ending(ConnectionPayload.Ending.shutdown(session.clientId(), shutdown.requestId()),
                () -> control.stop("a client asked for it"));
    }

    CompletableFuture<Optional<Payload>> heard(ClientSession session, ConnectionRequest.Heartbeat heartbeat) {
        session.presence(presence(heartbeat));
        return CompletableFuture.completedFuture(Optional.empty());
    }

    CompletableFuture<Optional<Payload>> ping(ConnectionRequest.Ping ping) {
        long now = time.clock().millis();
        return CompletableFuture.completedFuture(Optional.of(new ConnectionPayload.Pong(ping.requestId(), ping.clientSentAt(), now, now)));
    }

    private Presence presence(ConnectionRequest.Heartbeat heartbeat) {
        Instant now = time.clock().instant();
        Instant activity = clamp(instant(heartbeat.lastActivityAt()), now);
        Optional<Instant> hidden = heartbeat.appVisible()
                ? Optional.empty()
                : Optional.of(heartbeat.appVisibilityChangedAt().map(text -> clamp(instant(text), now)).orElse(activity));
        return new Presence(heartbeat.deviceType().equals("mobile"), heartbeat.focusedAgentId(), activity, hidden);
    }

    private static Instant clamp(Instant told, Instant now) {
        return told.isAfter(now) ? now : told;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new EngineException(EngineException.Code.INVALID, "\"" + text + "\" is not a time like 2026-01-31T10:00:00.000Z");
        }
    }

    /** There are none until the daemon can make them. */
    CompletableFuture<Optional<Payload>> worktrees(WorktreeRequest.Fetch fetch) {
        return CompletableFuture
                .completedFuture(Optional.of(new WorktreePayload.Worktrees(List.of(), Optional.empty(), RequestRouter.id(fetch))));
    }

    CompletableFuture<Optional<Payload>> examine(DoctorRequest.Examine request) {
        return doctor.examine(request);
    }

    CompletableFuture<Optional<Payload>> plugins(PluginRequest.Fetch fetch) {
        return CompletableFuture.completedFuture(Optional.of(new PluginPayload.Plugins(RequestRouter.id(fetch), plugins.get())));
    }
}
