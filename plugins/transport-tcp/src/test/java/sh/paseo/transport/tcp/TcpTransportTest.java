package sh.paseo.transport.tcp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import sh.paseo.api.PluginException;
import sh.paseo.api.transport.Endpoint;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.RunningTransport;
import sh.paseo.api.transport.Transport;
import sh.paseo.api.transport.TransportHealth.State;

class TcpTransportTest {
    private static final ListenAddress LOOPBACK = new ListenAddress.Tcp("127.0.0.1", 6767);
    private static final ListenAddress TAILNET = new ListenAddress.Tcp("100.64.0.7", 6767);
    private static final Backoff FAST = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5));

    @Test
    void opensEveryTcpAddressAndLeavesTheOthers() {
        FakeHost host = new FakeHost(LOOPBACK, new ListenAddress.Unix(Path.of("/tmp/paseo.sock")), new ListenAddress.Tcp("::1", 0));
        try (RunningTransport running = start(host)) {
            assertEquals(List.of(LOOPBACK, new ListenAddress.Tcp("::1", 40_000)), host.open);
            assertEquals(List.of(new Endpoint("127.0.0.1:6767"), new Endpoint("[::1]:40000")), running.endpoints());
            assertEquals(State.UP, running.health().state());
            assertEquals(List.of(), host.warnings);
        }
        assertEquals(List.of(), host.open);
    }

    @Test
    void aTakenPortNamesTheAddressAndWhatToDoAndLeavesNothingOpen() {
        FakeHost host = new FakeHost(new ListenAddress.Tcp("127.0.0.1", 6768), LOOPBACK);
        host.taken.add(6767);
        PluginException failure = assertThrows(PluginException.class, () -> start(host));
        assertEquals(PluginException.Code.IO, failure.code());
        assertTrue(failure.getMessage().contains("127.0.0.1:6767"), failure.getMessage());
        assertTrue(failure.getMessage().contains("--listen"), failure.getMessage());
        assertEquals(List.of(), host.open);
    }

    @Test
    void anAddressThatIsNotThereYetIsShownAndOpenedWhenItComes() {
        FakeHost host = new FakeHost(LOOPBACK, TAILNET);
        host.missing.add("100.64.0.7");
        try (RunningTransport running = start(host)) {
            assertEquals(State.WAITING, running.health().state());
            assertTrue(running.health().reason().contains("100.64.0.7:6767"), running.health().reason());
            assertEquals(List.of(LOOPBACK), host.open);
            host.missing.clear();
            await().until(() -> running.health().state() == State.UP);
            assertEquals(List.of(LOOPBACK, TAILNET), host.open);
        }
    }

    @Test
    void anAddressThatComesWithItsPortTakenKeepsTheOthersUpAndSaysWhy() {
        FakeHost host = new FakeHost(LOOPBACK, new ListenAddress.Tcp("100.64.0.7", 7777));
        host.missing.add("100.64.0.7");
        host.taken.add(7777);
        try (RunningTransport running = start(host)) {
            host.missing.clear();
            await().until(() -> running.health().reason().contains("already in use"));
            assertEquals(State.WAITING, running.health().state());
            assertEquals(List.of(LOOPBACK), host.open);
        }
    }

    @Test
    void stoppingWhileWaitingOpensNothingLater() {
        FakeHost host = new FakeHost(TAILNET);
        host.missing.add("100.64.0.7");
        RunningTransport running = start(host);
        running.close();
        host.missing.clear();
        assertEquals(State.DOWN, running.health().state());
        await().during(Duration.ofMillis(50)).until(host.open::isEmpty);
    }

    @Test
    void anAddressOthersCanReachIsWarnedAboutOnceAndUp() {
        FakeHost host = new FakeHost(LOOPBACK, new ListenAddress.Tcp("0.0.0.0", 6768));
        try (RunningTransport running = start(host)) {
            assertEquals(State.UP, running.health().state());
            assertEquals(1, host.warnings.size(), host.warnings::toString);
            assertTrue(host.warnings.getFirst().contains("0.0.0.0:6768"), host.warnings::toString);
            assertTrue(host.warnings.getFirst().contains("paseo daemon set-password"), host.warnings::toString);
        }
    }

    @Test
    void withoutATcpAddressItIsDownAndSaysSo() {
        try (RunningTransport running = start(new FakeHost())) {
            assertEquals(State.DOWN, running.health().state());
            assertEquals(List.of(), running.endpoints());
        }
    }

    @Test
    void theHostFindsItByItsServiceFile() {
        List<String> found = ServiceLoader.load(Transport.class).stream().map(p -> p.get().descriptor().id().value()).toList();
        assertEquals(List.of("tcp"), found);
    }

    @Test
    void loopbackAndForeignAddressesAreToldApart() {
        assertEquals(LocalAddresses.Place.LOOPBACK, LocalAddresses.OF_THIS_MACHINE.of("127.0.0.1"));
        assertEquals(LocalAddresses.Place.LOOPBACK, LocalAddresses.OF_THIS_MACHINE.of("::1"));
        assertEquals(LocalAddresses.Place.NETWORK, LocalAddresses.OF_THIS_MACHINE.of("0.0.0.0"));
        assertEquals(LocalAddresses.Place.ELSEWHERE, LocalAddresses.OF_THIS_MACHINE.of("192.0.2.1"));
    }

    private static RunningTransport start(FakeHost host) {
        return new TcpTransport(host, FAST).start(host);
    }
}
