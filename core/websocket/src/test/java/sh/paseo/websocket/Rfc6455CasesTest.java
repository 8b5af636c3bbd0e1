package sh.paseo.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The published cases and our own, on real sockets, with our codec and with Netty's. */
class Rfc6455CasesTest {
    /** Informational: it asks to lose a message that was sent before the close. */
    private static final String INFORMATIONAL = "7.1.6";

    private static final Supplier<WebSocketCodec> OURS = () -> new Rfc6455Codec(Role.SERVER, WebSocketLimits.DEFAULT,
            ByteBudget.unlimited());
    private static final Supplier<WebSocketCodec> NETTYS = () -> new NettyCodec(Role.SERVER, WebSocketLimits.DEFAULT);

    @TempDir
    private Path folder;
    private EchoEndpoint endpoint;

    @AfterEach
    void stop() throws IOException {
        if (endpoint != null) {
            endpoint.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> recordedOverTcp() throws IOException {
        return play(EchoEndpoint.tcp(OURS, WebSocketLimits.DEFAULT), recorded(), false);
    }

    @TestFactory
    Stream<DynamicTest> recordedOverUnix() throws IOException {
        return play(EchoEndpoint.unix(folder.resolve("s"), OURS, WebSocketLimits.DEFAULT), recorded(), false);
    }

    /** Netty looks at a frame when all of it is there, so it fails two of the texts late. */
    @TestFactory
    Stream<DynamicTest> recordedOverTcpWithNetty() throws IOException {
        return play(EchoEndpoint.tcp(NETTYS, WebSocketLimits.DEFAULT), recorded(), true);
    }

    @TestFactory
    Stream<DynamicTest> ownOverTcp() throws IOException {
        return play(EchoEndpoint.tcp(OURS, WebSocketLimits.DEFAULT), Case.own(), false);
    }

    @TestFactory
    Stream<DynamicTest> ownOverTcpWithNetty() throws IOException {
        return play(EchoEndpoint.tcp(NETTYS, WebSocketLimits.DEFAULT), Case.own(), true);
    }

    @Test
    void noneOfThePublishedCasesIsLost() throws IOException {
        assertEquals(247, recorded().size());
    }

    @Test
    void theOwnCasesTouchEveryCloseCodeWeSend() throws IOException {
        List<Integer> codes = Case.own().stream().flatMap(c -> c.codes().stream()).distinct().toList();
        assertTrue(codes.containsAll(List.of(1000, 1002, 1007, 1009)), codes::toString);
    }

    private static List<Case> recorded() throws IOException {
        assumeTrue(Files.exists(Case.recorded()), () -> "skipped: no " + Case.recorded().toAbsolutePath());
        return Case.read(Case.recorded());
    }

    private Stream<DynamicTest> play(EchoEndpoint started, List<Case> cases, boolean lenient) {
        endpoint = started;
        return cases.stream().filter(c -> !c.id().equals(INFORMATIONAL)).map(c -> dynamicTest(c.id() + " " + c.description(), () -> {
            try (CaseRunner runner = new CaseRunner(c, started.address())) {
                runner.run(lenient);
            }
        }));
    }
}
