package sh.paseo.daemon;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SignalsTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void everySignalOfTheNameIsHeard() throws Exception {
        Semaphore heard = new Semaphore(0);
        Signals.handle("WINCH", heard::release);
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder("/bin/sh", "-c", "kill -WINCH $0", Long.toString(ProcessHandle.current().pid())).inheritIO().start()
                    .waitFor();
            assertTrue(heard.tryAcquire(1, TimeUnit.MINUTES));
        }
    }

    @Test
    void aSignalThatThisSystemDoesNotHaveIsNoError() {
        assertDoesNotThrow(() -> Signals.handle("NOSUCH", () -> {}));
    }
}
