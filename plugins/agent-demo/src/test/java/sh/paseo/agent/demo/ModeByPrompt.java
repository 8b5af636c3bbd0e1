package sh.paseo.agent.demo;

import java.time.Duration;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.AgentSession;
import sh.paseo.api.agent.Availability;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.ProviderDescriptor;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.Setting;

/**
 * The demo agent with a user who selects the mode before each prompt. Whether the real one asks depends on its mode and never on the
 * prompt, while the contract wants a prompt that asks and others that do not.
 */
final class ModeByPrompt implements AgentProvider {
    static final String ASKS = "please ask me";
    static final String SLOW = "take your time";

    private volatile Duration pause = Duration.ZERO;
    private final AgentProvider demo = new DemoProvider(beat -> pause);

    @Override
    public ProviderDescriptor descriptor() {
        return demo.descriptor();
    }

    @Override
    public Availability probe(ProbeContext context) {
        return demo.probe(context);
    }

    @Override
    public AgentSession open(OpenRequest request, SessionContext context) {
        AgentSession session = demo.open(request, context);
        return new AgentSession() {
            @Override
            public void startTurn(TurnId turn, Prompt prompt) {
                pause = prompt.text().equals(SLOW) ? Duration.ofHours(1) : Duration.ZERO;
                session.select(new Setting.OfMode(prompt.text().equals(ASKS) ? DemoProvider.ASK : DemoProvider.AUTO));
                session.startTurn(turn, prompt);
            }

            @Override
            public void interrupt(TurnId turn) {
                session.interrupt(turn);
            }

            @Override
            public void answer(PermissionId permission, PermissionAnswer answer) {
                session.answer(permission, answer);
            }

            @Override
            public void select(Setting setting) {
                session.select(setting);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
