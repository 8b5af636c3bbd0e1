package sh.paseo.agent.claude;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Setting;
import sh.paseo.testkit.AgentProviderContract;
import sh.paseo.testkit.ScriptedAgent;

class ClaudeContractTest extends AgentProviderContract {
    @Override
    protected AgentProvider provider() {
        return new ClaudeProvider();
    }

    @Override
    protected JsonObject settings() {
        return ScriptedAgent.settings();
    }

    @Override
    protected Map<String, String> environment() {
        return Map.of(ScriptedAgent.SESSIONS, folder.toString());
    }

    @Override
    protected Optional<JsonObject> brokenSettings() {
        return Optional.of(Json.createObjectBuilder().add("command", Json.createArrayBuilder().add("no-such-claude")).build());
    }

    @Override
    protected Prompt echoed(String text) {
        return Prompt.of(text);
    }

    @Override
    protected boolean echoes() {
        return true;
    }

    @Override
    protected Prompt slow() {
        return Prompt.of("[[slow 500]]");
    }

    @Override
    protected Optional<Prompt> asking() {
        return Optional.of(Prompt.of("[[permission]][[text]]"));
    }

    @Override
    protected Optional<Prompt> garbage() {
        return Optional.of(Prompt.of("[[garbage]]"));
    }

    @Override
    protected Optional<Prompt> bigLine() {
        return Optional.of(Prompt.of("[[bigline 10]]"));
    }

    @Override
    protected Optional<Prompt> dying() {
        return Optional.of(Prompt.of("[[text]][[die]]"));
    }

    @Override
    protected Optional<Setting> goodSetting() {
        return Optional.of(new Setting.OfMode("acceptEdits"));
    }

    @Override
    protected Optional<Setting> badSetting() {
        return Optional.of(new Setting.OfMode("no-such-mode"));
    }
}
