package sh.paseo.agent.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTest {
    @Test
    void numberedTasksAreRead() {
        assertEquals(new Task.EmitItems(20), Task.of("emit 20 agent stream updates"));
        assertEquals(new Task.EmitItems(1), Task.of(" Emit 1 agent\nstream update "));
        assertEquals(new Task.EmitDeltas(300), Task.of("emit 300 coalesced agent stream updates"));
        assertEquals(new Task.EmitSized(7, 400), Task.of("emit 7 items of 400 bytes"));
        assertEquals(new Task.Take(Duration.ofSeconds(5)), Task.of("take 5 seconds"));
    }

    @Test
    void plainTasksAreRead() {
        assertEquals(new Task.Ask(), Task.of("ask permission"));
        assertEquals(new Task.Fail(), Task.of("fail"));
        assertEquals(new Task.Die(), Task.of("DIE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "emit agent stream updates", "emit 1000001 agent stream updates", "take 3601 seconds",
        "take 5 agent stream updates", "emit 99999999999 agent stream updates", "emit -1 agent stream updates",
        "emit 1000001 items of 1 byte", "emit 1 item of 100001 bytes",
        "please fail"})
    void anythingElseGetsHelp(String prompt) {
        assertEquals(new Task.Help(), Task.of(prompt));
    }
}
