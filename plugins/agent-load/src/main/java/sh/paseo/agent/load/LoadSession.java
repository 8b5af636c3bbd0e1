package sh.paseo.agent.load;

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

/** A conversation with the load generator: at most one turn at a time, each on a virtual thread of its own. */
final class LoadSession implements AgentSession {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(4);

    private final SessionContext context;
    private final Object lock = new Object();
    private Optional<LoadTurn> turn = Optional.empty();
    private boolean closed;

    LoadSession(SessionContext context) {
        this.context = context;
    }

    void ready(ResumeToken token) {
        context.events().emit(new AgentEvent.SessionReady(Optional.of(token), Optional.of(LoadProvider.MODEL),
                Optional.of(LoadProvider.MODE)));
    }

    @Override
    public void startTurn(TurnId id, Prompt prompt) {
        synchronized (lock) {
            if (closed || turn.map(LoadTurn::died).orElse(false)) {
                throw new PluginException(PluginException.Code.BROKEN, "The session is over; open another one for turn " + id);
            }
            if (turn.isPresent() && !turn.get().over()) {
                throw new PluginException(PluginException.Code.INVALID, "Turn " + turn.get().id() + " still runs; interrupt it first");
            }
            LoadTurn next = new LoadTurn(id, Task.of(prompt.text()), context);
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
        boolean same = switch (setting) {
            case Setting.OfMode mode -> mode.id().equals(LoadProvider.MODE);
            case Setting.OfModel model -> model.id().orElse(LoadProvider.MODEL).equals(LoadProvider.MODEL);
            case Setting.OfThinking _ -> false;
            case Setting.OfFeature _ -> throw PluginException.unsupported(setting);
        };
        context.events().emit(same ? new AgentEvent.SettingChanged(setting)
                : new AgentEvent.SettingRefused(setting, "The load generator has one mode, one model and no other settings"));
    }

    @Override
    public void close() {
        Optional<LoadTurn> last;
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

    private Optional<LoadTurn> current() {
        synchronized (lock) {
            return turn;
        }
    }
}
