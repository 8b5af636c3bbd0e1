package sh.paseo.agent.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.PluginException;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.AgentProvider;
import sh.paseo.api.agent.OpenRequest;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.SessionSettings;

class DemoProviderTest {
    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();

    private SessionSettings settings(Optional<String> mode, Optional<String> model) {
        return new SessionSettings(folder, mode, model, Optional.empty(), Optional.empty(), JsonObject.EMPTY_JSON_OBJECT,
                JsonObject.EMPTY_JSON_OBJECT);
    }

    @Test
    void providerIsFoundByItsDescriptorFile() {
        assertTrue(ServiceLoader.load(AgentProvider.class).stream().anyMatch(found -> found.type() == DemoProvider.class));
    }

    @Test
    void sessionAsksUnlessToldOtherwise() {
        new DemoProvider().open(new OpenRequest.Fresh(settings(Optional.empty(), Optional.empty())), host).close();
        assertEquals(Optional.of("ask"), host.awaitFirst(AgentEvent.SessionReady.class).mode());
    }

    @Test
    void resumedSessionKeepsItsToken() {
        OpenRequest resume = new OpenRequest.Resume(settings(Optional.of("auto"), Optional.of("demo")),
                new ResumeToken("an earlier agent"));
        new DemoProvider().open(resume, host).close();
        assertEquals(Optional.of(new ResumeToken("an earlier agent")), host.awaitFirst(AgentEvent.SessionReady.class).token());
    }

    @Test
    void unknownModeModelAndPaceOpenNothing() {
        assertRefused(settings(Optional.of("yolo"), Optional.empty()));
        assertRefused(settings(Optional.empty(), Optional.of("gpt")));
        host.settings = Json.createObjectBuilder().add("pace", "frantic").build();
        assertRefused(settings(Optional.empty(), Optional.empty()));
        assertTrue(host.events.isEmpty());
    }

    private void assertRefused(SessionSettings settings) {
        PluginException refused = assertThrows(PluginException.class,
                () -> new DemoProvider().open(new OpenRequest.Fresh(settings), host));
        assertEquals(PluginException.Code.INVALID, refused.code());
    }

    @Test
    void naturalPacePausesAndInstantPaceDoesNot() {
        for (Pace.Beat beat : Pace.Beat.values()) {
            assertTrue(Pace.NATURAL.of(beat).toMillis() > 0);
            assertEquals(Duration.ZERO, Pace.INSTANT.of(beat));
        }
    }
}
