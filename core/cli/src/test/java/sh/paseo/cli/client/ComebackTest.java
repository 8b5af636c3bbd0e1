package sh.paseo.cli.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.paseo.api.transport.CloseReason;

@Timeout(30)
class ComebackTest {
    private static final Optional<String> NAMED = Optional.of("127.0.0.1:7777");
    private static final Target THERE = Target.parse("127.0.0.1:7777", Path.of("/"));

    @TempDir
    Path home;

    private final FakeNet net = new FakeNet();
    private final FakePace pace = new FakePace();

    /** Time that goes by only in pauses, and the longest of those always. */
    private final class FakePace implements Pace {
        private final List<Long> pauses = new ArrayList<>();
        private long now;
        private Runnable afterPause = () -> {};

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public double chance() {
            return 1;
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            pauses.add(time.toMillis());
            now += time.toNanos();
            afterPause.run();
        }
    }

    private Optional<Comeback.Greeted> await(Optional<String> host, Target last, Optional<Duration> limit) {
        var locator = new DaemonLocator(Map.of(), home, new PaseoHome(home), net);
        return new Comeback(locator, host, last, pace).await("cid_1", "srv_1", () -> limit);
    }

    private void pidFile(int port) {
        try {
            Files.writeString(home.resolve("paseo.pid"), "{\"pid\":1,\"listen\":\"127.0.0.1:" + port + "\"}");
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void daemonIsTriedAgainUntilItAnswersHelloOfTheSameClient() {
        net.daemons = target -> pace.pauses.size() < 4 ? Optional.empty() : Optional.of("srv_1");
        Comeback.Greeted greeted = await(NAMED, THERE, Optional.empty()).orElseThrow();
        assertEquals(List.of(250L, 500L, 1000L, 2000L), pace.pauses);
        assertEquals("srv_1", greeted.serverInfo().getString("serverId"));
        assertEquals("cid_1", net.last().sent.getFirst().getString("clientId"));
        assertEquals(List.of(THERE, THERE, THERE, THERE), net.dialled);
    }

    @Test
    void limitEndsItWithTheLastReasonAfterALastTry() {
        net.daemons = target -> Optional.empty();
        CliException gaveUp = assertThrows(CliException.class, () -> await(NAMED, THERE, Optional.of(Duration.ofSeconds(3))));
        assertEquals("CONNECTION_LOST The connection to the daemon was lost and did not come back within 3 s: Connection refused",
                gaveUp.code() + " " + gaveUp.getMessage());
        assertEquals(List.of(250L, 500L, 1000L, 1250L), pace.pauses);
        assertEquals(4, net.dialled.size());
    }

    @Test
    void daemonThatCameBackElsewhereIsFoundByItsPidFile() {
        pidFile(1111);
        net.daemons = target -> target.label().equals("127.0.0.1:2222") ? Optional.of("srv_1") : Optional.empty();
        pace.afterPause = () -> pidFile(pace.pauses.size() < 3 ? 1111 : 2222);
        assertTrue(await(Optional.empty(), Target.parse("127.0.0.1:1111", home), Optional.empty()).isPresent());
        assertEquals("127.0.0.1:2222", net.dialled.getLast().label());
    }

    @Test
    void anotherDaemonInItsPlaceEndsIt() {
        net.daemons = target -> Optional.of("srv_2");
        CliException other = assertThrows(CliException.class, () -> await(NAMED, THERE, Optional.empty()));
        assertEquals("OTHER_DAEMON Another daemon answers at 127.0.0.1:7777 now: srv_2, not srv_1",
                other.code() + " " + other.getMessage());
        assertTrue(net.last().closed);
    }

    @Test
    void somebodyElsesDaemonAtTheUsualAddressIsNotMinded() {
        pidFile(1111);
        net.daemons = target -> target.equals(DaemonLocator.USUAL) ? Optional.of("srv_2")
                : pace.pauses.size() < 2 ? Optional.empty() : Optional.of("srv_1");
        assertTrue(await(Optional.empty(), Target.parse("127.0.0.1:1111", home), Optional.empty()).isPresent());
    }

    @Test
    void butWhereTheDaemonWasAnotherOneEndsItThereToo() {
        net.daemons = target -> Optional.of("srv_2");
        assertEquals("OTHER_DAEMON",
                assertThrows(CliException.class, () -> await(Optional.empty(), DaemonLocator.USUAL, Optional.empty())).code());
    }

    @Test
    void daemonThatRefusesUsEndsItWithItsWords() {
        net.refusal = Optional.of(new CloseReason(4401, "Incorrect password"));
        CliException refused = assertThrows(CliException.class, () -> await(NAMED, THERE, Optional.empty()));
        assertEquals("DAEMON_REFUSED The daemon at 127.0.0.1:7777 refuses to go on: Incorrect password",
                refused.code() + " " + refused.getMessage());
    }

    @Test
    void daemonThatHasNoRoomForNowIsTriedAgain() {
        net.refusal = Optional.of(new CloseReason(4429, "Too many sockets in this session"));
        pace.afterPause = () -> net.refusal = pace.pauses.size() < 3 ? net.refusal : Optional.empty();
        assertTrue(await(NAMED, THERE, Optional.empty()).isPresent());
        assertEquals(3, pace.pauses.size());
    }

    @Test
    void whatComesBeforeTheAnswerToHelloIsKept() {
        net.daemons = target -> Optional.of("srv_1");
        Comeback.Greeted greeted = new Comeback(new DaemonLocator(Map.of(), home, new PaseoHome(home), (target, timeout) -> {
            Wire wire = net.dial(target, timeout);
            net.last().say("agent_stream", "{}");
            return wire;
        }), NAMED, THERE, pace).await("cid_1", "srv_1", Optional::empty).orElseThrow();
        assertEquals(1, greeted.early().size());
    }

    @Test
    void interruptCallsItOff() {
        Thread.currentThread().interrupt();
        assertEquals(Optional.empty(), await(NAMED, THERE, Optional.empty()));
        assertEquals(List.of(), net.dialled);
    }

    @ParameterizedTest
    @CsvSource({"1000,false", "1001,false", "1011,false", "1012,false", "1013,false", "4001,false", "4429,false", "1002,true", "1007,true",
        "1009,true", "4002,true", "4003,true", "4401,true", "4999,true"})
    void someFarewellsMeanThatComingBackIsOfNoUse(int code, boolean forbids) {
        assertEquals(forbids, Comeback.forbids(new CloseReason(code, "")));
    }
}
