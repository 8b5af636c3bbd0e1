package sh.paseo.agent.demo;

import java.util.Optional;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Setting;
import sh.paseo.testkit.AgentProviderContract;

class DemoContractTest extends AgentProviderContract {
    private final AgentProvider provider = new ModeByPrompt();

    @Override
    protected AgentProvider provider() {
        return provider;
    }

    @Override
    protected Prompt echoed(String text) {
        return Prompt.of(text);
    }

    @Override
    protected Prompt slow() {
        return Prompt.of(ModeByPrompt.SLOW);
    }

    @Override
    protected Optional<Prompt> asking() {
        return Optional.of(Prompt.of(ModeByPrompt.ASKS));
    }

    @Override
    protected Optional<Setting> goodSetting() {
        return Optional.of(new Setting.OfMode(DemoProvider.AUTO));
    }

    @Override
    protected Optional<Setting> badSetting() {
        return Optional.of(new Setting.OfMode("no-such-mode"));
    }
}
