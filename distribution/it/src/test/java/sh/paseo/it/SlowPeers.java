package sh.paseo.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Sockets that send one byte a second until the daemon hangs up, each on a thread of its own. */
final class SlowPeers implements AutoCloseable {
    static final String HEAD = "GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Padding: " + "a".repeat(200);
    static final String BODY_HEAD = "POST /api/status HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 1000\r\n\r\n";
    static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: localhost\r\n" + RawRequest.UPGRADE + "\r\n";
    static final String HELLO = text("{\"type\":\"hello\",\"clientId\":\"cid_slow_%03d\",\"clientType\":\"cli\",\"protocolVersion\":1}");
    /** Two bytes of the header and four of the mask before what it announces. */
    static final String FRAME = "\u0081\u00fd\u0000\u0000\u0000\u0000" + "a".repeat(125);

    private static final int PACE_MILLIS = 1000;

    private final String host;
    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> endings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    SlowPeers(String address) {
        var colon = address.lastIndexOf(':');
        host = address.substring(0, colon);
        port = Integer.parseInt(address.substring(colon + 1));
    }

    /** Opens so many, which send {@code atOnce} and then {@code slowly}; returns when all are connected. */
    void open(int count, String kind, String atOnce, String slowly) throws InterruptedException {
        var connected = new CountDownLatch(count);
        for (var i = 0; i < count; i++) {
            var hello = atOnce.contains("%03d") ? atOnce.formatted(i) : atOnce;
            threads.add(Thread.ofVirtual().start(() -> run(kind, hello, slowly, connected)));
        }
        connected.await();
    }

    /** How many have not been hung up on. */
    int open() {
        return open.get();
    }

    /** How they ended, and how often so. */
    Map<String, Integer> endings() {
        var counts = new TreeMap<String, Integer>();
        endings.forEach(ending -> counts.merge(ending, 1, Integer::sum));
        return counts;
    }

    /** A text frame, its mask being zero. */
    private static String text(String text) {
        var length = text.formatted(0).length();
        if (length > 125) {
            throw new IllegalArgumentException("too long for a short frame: " + text);
        }
        return "\u0081" + (char) (0x80 | length) + "\u0000\u0000\u0000\u0000" + text;
    }

    private void run(String kind, String atOnce, String slowly, CountDownLatch connected) {
        open.incrementAndGet();
        var answer = new StringBuilder();
        try (var socket = new Socket(host, port)) {
            connected.countDown();
            socket.setSoTimeout(PACE_MILLIS);
            var out = socket.getOutputStream();
            out.write(atOnce.getBytes(StandardCharsets.ISO_8859_1));
            for (var i = 0; hearsNothingFinal(socket.getInputStream(), answer); i++) {
                out.write(slowly.charAt(i % slowly.length()));
            }
        } catch (IOException e) {
            // Hung up on while it was sending, which is an ending too.
            return;
        } finally {
            connected.countDown();
            open.decrementAndGet();
            endings.add(kind + " " + (answer.length() < 12 ? "without an answer" : answer.substring(9, 12)));
        }
    }

    /** Waits for the pace, reading what comes; false at the end of the stream. */
    private static boolean hearsNothingFinal(InputStream in, StringBuilder answer) throws IOException {
        try {
            for (var next = in.read(); next >= 0; next = in.read()) {
                answer.append((char) next);
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
