package sh.paseo.agent.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sh.paseo.api.PermissionId;
import sh.paseo.api.PluginException;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.Setting;

/** A conversation with the demo agent: at most one turn at a time, each on a virtual thread of its own. */
final class DemoSession implements AgentSession {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(4);

    private final SessionContext context;
    private final Folder folder;
    private final Pace pace;
    private final Object lock = new Object();
    private volatile String mode;
    private Optional<DemoTurn> turn = Optional.empty();
    private boolean closed;

    DemoSession(SessionContext context, Path directory, String mode, Pace pace) {
        this.context = context;
        this.folder = new Folder(directory);
        this.pace = pace;
        this.mode = mode;
        if (!known(mode)) {
            throw new PluginException(PluginException.Code.INVALID, noSuchMode(mode));
        }
    }

    void ready(ResumeToken token) {
        context.events().emit(new AgentEvent.SessionReady(Optional.of(token), Optional.of(DemoProvider.MODEL), Optional.of(mode)));
    }

    @Override
    public void startTurn(TurnId id, Prompt prompt) {
        synchronized (lock) {
            if (closed) {
                throw new PluginException(PluginException.Code.BROKEN, "The session is closed; open another one for turn " + id);
            }
            if (turn.isPresent() && !turn.get().over()) {
                throw new PluginException(PluginException.Code.INVALID, "Turn " + turn.get().id() + " still runs; interrupt it first");
            }
            DemoTurn next = new DemoTurn(id, prompt, folder, () -> mode.equals(DemoProvider.ASK), context, pace);
            turn = Optional.of(next);
            next.start();
        }
    }

    @Override
    public void interrupt(TurnId id) {
        current().filter(running -> running.id().equals(id)).ifPresent(running -> running.stop("interrupted"));
    }

    @Override
    public void answer(PermissionId permission, PermissionAnswer answer) {
        current().ifPresent(running -> running.answer(permission, answer));
    }

    @Override
    public void select(Setting setting) {
        AgentEvent outcome = switch (setting) {
            case Setting.OfMode wanted when known(wanted.id()) -> {
                mode = wanted.id();
                yield new AgentEvent.SettingChanged(setting);
            }
            case Setting.OfMode wanted -> new AgentEvent.SettingRefused(setting, noSuchMode(wanted.id()));
            case Setting.OfModel wanted when wanted.id().orElse(DemoProvider.MODEL).equals(DemoProvider.MODEL) ->
                new AgentEvent.SettingChanged(setting);
            case Setting.OfModel _ -> new AgentEvent.SettingRefused(setting, "The demo agent has only the model " + DemoProvider.MODEL);
            case Setting.OfThinking _ -> new AgentEvent.SettingRefused(setting, "The demo agent has no degrees of thinking");
            case Setting.OfFeature _ -> throw PluginException.unsupported(setting);
        };
        context.events().emit(outcome);
    }

    @Override
    public void close() {
        Optional<DemoTurn> last;
        synchronized (lock) {
            closed = true;
            last = turn;
        }
        last.ifPresent(running -> {
            running.stop("session closed");
            if (!running.awaitEnd(CLOSE_LIMIT)) {
                context.log().log(System.Logger.Level.WARNING, "agent {0}: turn {1} has not ended {2} s after close", context.agent(),
                        running.id(), CLOSE_LIMIT.toSeconds());
            }
        });
    }

    private Optional<DemoTurn> current() {
        synchronized (lock) {
            return turn;
        }
    }

    private static boolean known(String mode) {
        return mode.equals(DemoProvider.ASK) || mode.equals(DemoProvider.AUTO);
    }

    private static String noSuchMode(String mode) {
        return "The demo agent has no mode \"" + mode + "\"; use " + DemoProvider.ASK + " or " + DemoProvider.AUTO;
    }
}
