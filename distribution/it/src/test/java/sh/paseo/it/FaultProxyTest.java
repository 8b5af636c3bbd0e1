package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultProxyTest {
    private static final byte[] TEN = "0123456789".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final AtomicInteger echoed = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private ServerSocket echo;
    private FaultProxy proxy;

    @BeforeEach
    void listen() throws IOException {
        echo = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    var socket = echo.accept();
                    Thread.ofVirtual().start(() -> echo(socket));
                } catch (IOException e) {
                    // The test is over.
                    return;
                }
            }
        });
    }

    private void echo(Socket socket) {
        try (socket) {
            var in = socket.getInputStream();
            for (var read = in.read(); read >= 0; read = in.read()) {
                echoed.incrementAndGet();
                socket.getOutputStream().write(read);
            }
        } catch (IOException e) {
            // Ended too, by a reset.
        } finally {
            ended.incrementAndGet();
        }
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        echo.close();
    }

    private Socket through(Fault fault) throws IOException {
        proxy = FaultProxy.to("127.0.0.1:" + echo.getLocalPort(), number -> fault);
        var port = Integer.parseInt(proxy.address().substring(proxy.address().indexOf(':') + 1));
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void withoutAFaultEverythingPasses() throws IOException {
        try (var socket = through(Fault.NONE)) {
            socket.getOutputStream().write(TEN);
            assertArrayEquals(TEN, socket.getInputStream().readNBytes(10));
        }
        await().until(() -> ended.get() == 1);
        assertEquals(0, proxy.cuts());
    }

    @Test
    void slicesAndDelaysChangeNothingElse() throws IOException {
        try (var socket = through(Fault.NONE.slicedTo(1).slowedBy(Duration.ofMillis(1)))) {
            socket.getOutputStream().write(TEN);
            assertArrayEquals(TEN, socket.getInputStream().readNBytes(10));
        }
    }

    @Test
    void soManyBytesReachTheClientAndThenTheEnd() throws IOException {
        try (var socket = through(Fault.cut(4, false, Fault.End.CLOSE))) {
            socket.getOutputStream().write(TEN);
            assertArrayEquals("0123".getBytes(java.nio.charset.StandardCharsets.US_ASCII), socket.getInputStream().readNBytes(4));
            assertEquals(-1, socket.getInputStream().read());
        }
        await().until(() -> ended.get() == 1);
        assertEquals(1, proxy.cuts());
    }

    @Test
    void soManyBytesReachTheServerAndThenAReset() throws IOException {
        try (var socket = through(Fault.cut(4, true, Fault.End.RESET))) {
            socket.getOutputStream().write(TEN);
            assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(10));
        }
        await().until(() -> ended.get() == 1);
        assertTrue(echoed.get() <= 4, echoed + " bytes reached it");
    }

    @Test
    void silenceTellsNobodyAnything() throws IOException {
        try (var socket = through(Fault.cut(4, true, Fault.End.SILENCE))) {
            socket.getOutputStream().write(TEN);
            await().until(() -> proxy.cuts() == 1 && echoed.get() == 4);
            socket.getOutputStream().write(TEN);
            socket.setSoTimeout(200);
            assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().readNBytes(5));
            assertEquals(4, echoed.get());
            assertEquals(0, ended.get());
        }
        await().until(() -> ended.get() == 1);
    }

    @Test
    void fromItsGoodBehaviourOnNothingIsCut() throws IOException {
        try (var socket = through(Fault.cut(4, false, Fault.End.CLOSE))) {
            proxy.behave();
            socket.getOutputStream().write(TEN);
            assertArrayEquals(TEN, socket.getInputStream().readNBytes(10));
        }
    }
}
