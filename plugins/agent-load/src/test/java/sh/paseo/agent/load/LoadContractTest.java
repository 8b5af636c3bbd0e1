package sh.paseo.agent.load;

import java.util.Optional;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Setting;
import sh.paseo.testkit.AgentProviderContract;

class LoadContractTest extends AgentProviderContract {
    @Override
    protected AgentProvider provider() {
        return new LoadProvider();
    }

    @Override
    protected Prompt echoed(String text) {
        return Prompt.of(text);
    }

    @Override
    protected Prompt slow() {
        return Prompt.of("emit 1000000 agent stream updates");
    }

    @Override
    protected Optional<Prompt> asking() {
        return Optional.of(Prompt.of("ask permission"));
    }

    @Override
    protected Optional<Prompt> dying() {
        return Optional.of(Prompt.of("die"));
    }

    @Override
    protected Optional<Setting> goodSetting() {
        return Optional.of(new Setting.OfMode(LoadProvider.MODE));
    }

    @Override
    protected Optional<Setting> badSetting() {
        return Optional.of(new Setting.OfMode("no-such-mode"));
    }
}
