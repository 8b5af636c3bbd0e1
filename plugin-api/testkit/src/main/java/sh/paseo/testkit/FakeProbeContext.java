package sh.paseo.testkit;

import jakarta.json.JsonObject;
import java.util.Map;
import sh.paseo.api.agent.ProbeContext;
import sh.paseo.api.process.Programs;

/** What a host lends to a probe; programs are those of this machine. */
public record FakeProbeContext(JsonObject settings, Map<String, String> environment) implements ProbeContext {
    public FakeProbeContext {
        environment = Map.copyOf(environment);
    }

    @Override
    public Programs programs() {
        return new LocalPrograms(environment);
    }

    @Override
    public System.Logger log() {
        return System.getLogger("sh.paseo.testkit.probe");
    }
}
