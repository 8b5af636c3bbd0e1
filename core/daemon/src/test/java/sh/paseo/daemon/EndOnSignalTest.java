package sh.paseo.daemon;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EndOnSignalTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Integer> halted = new CopyOnWriteArrayList<>();

    private EndOnSignal signals(Duration limit) {
        return new EndOnSignal((how, why) -> told.add(how + " " + why), halted::add, limit);
    }

    @ParameterizedTest
    @CsvSource({"TERM,LEAVE SIGTERM", "HUP,LEAVE SIGHUP", "INT,STOP SIGINT"})
    void theSystemsSignalsLeaveTheAgentsAndCtrlCEndsThem(String signal, String end) throws InterruptedException {
        EndOnSignal signals = signals(LONG);
        Thread heard = Thread.ofVirtual().start(() -> signals.received(signal));
        await().until(() -> told.equals(List.of(end)));
        signals.close();
        heard.join();
        assertEquals(List.of(), halted, "the exit code is that of the run");
    }

    @Test
    void aSecondCtrlCEndsTheProcessAtOnce() throws InterruptedException {
        EndOnSignal signals = signals(LONG);
        Thread first = Thread.ofVirtual().start(() -> signals.received("INT"));
        await().until(() -> !told.isEmpty());
        signals.received("INT");
        assertEquals(List.of(130), halted);
        assertEquals(List.of("STOP SIGINT"), told);
        signals.close();
        first.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aDaemonThatDoesNotEndInTimeIsNotWaitedFor(String signal) {
        signals(Duration.ZERO).received(signal);
        assertEquals(List.of(1), halted);
    }

    @Test
    void afterTheEndASignalChangesNothing() {
        EndOnSignal signals = signals(LONG);
        signals.close();
        signals.received("TERM");
        signals.received("INT");
        assertEquals(List.of(), told);
        assertEquals(List.of(), halted);
    }
}
