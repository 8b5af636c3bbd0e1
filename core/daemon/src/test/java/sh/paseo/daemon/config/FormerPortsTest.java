package sh.paseo.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.api.transport.ListenAddress.Tcp;

class FormerPortsTest {
    private static final ListenAddress CHOSEN = new Tcp("127.0.0.1", 0);

    private static List<ListenAddress> again(String former, ListenAddress... wanted) {
        return FormerPorts.of(List.of(wanted), Optional.of(former));
    }

    @Test
    void aPortLeftToTheSystemIsTheOneOfBefore() {
        assertEquals(List.of(new Tcp("127.0.0.1", 4001), new Tcp("::1", 4002)),
                again("127.0.0.1:4001,[::1]:4002", CHOSEN, new Tcp("::1", 0)));
    }

    @Test
    void aPortThatIsNamedStaysAndSoDoesASocket() {
        List<ListenAddress> named = List.of(new Tcp("127.0.0.1", 6767), new ListenAddress.Unix(Path.of("/run/p.sock")));
        assertEquals(named, FormerPorts.of(named, Optional.of("127.0.0.1:4001,unix:///run/p.sock")));
    }

    @Test
    void withoutADaemonBeforeTheSystemChooses() {
        assertEquals(List.of(CHOSEN), FormerPorts.of(List.of(CHOSEN), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "nonsense", "127.0.0.1:x", "pipe://p", "::1:80", "box:4001", "unix://relative"})
    void whatSaysNothingOfTheHostChangesNothing(String former) {
        assertEquals(List.of(CHOSEN), again(former, CHOSEN));
    }
}
