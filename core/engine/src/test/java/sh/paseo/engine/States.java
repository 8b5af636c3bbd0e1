package sh.paseo.engine;

import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.AgentId;
import sh.paseo.api.ProviderId;

/** Agents for tests. */
final class States {
    static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

    private States() {}

    static Profile profile() {
        return new Profile(Optional.empty(), false, Map.of(), new Profile.Settings(Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(), JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
    }

    static AgentState idle() {
        return named("11111111-0000-0000-0000-000000000000");
    }

    static AgentState named(String id) {
        Activity activity = new Activity(Lifecycle.IDLE, Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(),
                new Activity.Times(NOW, Optional.empty(), Optional.empty()));
        return new AgentState(new Identity(new AgentId(id), new ProviderId("fake"), Path.of("/"), NOW, "epoch"), profile(), activity,
                Conversation.NONE, Progress.NONE);
    }
}
