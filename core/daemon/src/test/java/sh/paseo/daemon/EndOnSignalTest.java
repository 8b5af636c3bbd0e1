package sh.paseo.daemon;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.daemon.Daemon.End;

@Timeout(60)
class EndOnSignalTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Integer> halted = new CopyOnWriteArrayList<>();

    private EndOnSignal started(Duration limit) {
        EndOnSignal signals = new EndOnSignal((how, why) -> told.add(how + " " + why), halted::add, limit);
        signals.started();
        return signals;
    }

    @ParameterizedTest
    @CsvSource({"TERM,LEAVE SIGTERM", "HUP,LEAVE SIGHUP", "INT,STOP SIGINT"})
    void theSystemsSignalsLeaveTheAgentsAndCtrlCEndsThem(String signal, String end) throws InterruptedException {
        EndOnSignal signals = started(LONG);
        Thread heard = Thread.ofVirtual().start(() -> signals.received(signal));
        await().until(() -> told.equals(List.of(end)));
        signals.close();
        heard.join();
        assertEquals(List.of(), halted, "the exit code is that of the run");
    }

    @Test
    void aSecondCtrlCEndsTheProcessAtOnce() throws InterruptedException {
        EndOnSignal signals = started(LONG);
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
        started(Duration.ZERO).received(signal);
        assertEquals(List.of(1), halted);
    }

    @ParameterizedTest
    @CsvSource({"TERM,143", "HUP,129", "INT,130"})
    void beforeThereIsSomethingToEndASignalEndsTheProcess(String signal, int code) {
        BiConsumer<End, String> nothing = (how, why) -> told.add(why);
        new EndOnSignal(nothing, halted::add, LONG).received(signal);
        assertEquals(List.of(code), halted);
        assertEquals(List.of(), told);
    }

    @Test
    void afterTheEndASignalChangesNothing() {
        EndOnSignal signals = started(LONG);
        signals.close();
        signals.received("TERM");
        signals.received("INT");
        assertEquals(List.of(), told);
        assertEquals(List.of(), halted);
    }
}
