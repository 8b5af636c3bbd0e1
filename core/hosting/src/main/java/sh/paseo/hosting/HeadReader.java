package sh.paseo.hosting;

import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import sh.paseo.websocket.ByteStream;

/**
 * Stands between the socket and Helidon's HTTP/1.1: takes each request's head off the wire, has it judged, and gives Helidon the head
 * as we write it and then exactly the bytes of its body. What is refused never reaches Helidon; the answer to it is ours.
 *
 * <p>Helidon by itself has no deadline for a head and no limit on the number of headers, lets a bare LF and two Host headers through
 * to routing, closes without an answer on HTTP/1.0 when it has more than one protocol, refuses {@code localhost:} as Host, and runs
 * no filter before a public upgrader.
 *
 * <p><b>Thread</b>: the connection's.
 */
final class HeadReader implements Supplier<byte[]> {
    /** The head that Helidon's handler is asked about: the very one that was judged, not a second reading of it. */
    static final ThreadLocal<Admitted> CURRENT = new ThreadLocal<>();

    private static final int FIRST_BYTES = 1024;
    private static final int MOST_BYTES = HeadParser.MAX_LINE + HeadParser.MAX_HEADERS + 4;
    private static final int MOST_LINGERING_BYTES = 256 * 1024;

    /** A head and what the gate said about it. */
    record Admitted(HttpHead head, Verdict verdict) {}

    private final ByteStream stream;
    private final Deadline deadline;
    private final HostingLimits.Times times;
    private final Judge judge;
    private Deadline.Pending pending = () -> {};
    private byte[] bytes = new byte[FIRST_BYTES];
    private int used;
    private long bodyLeft;
    private boolean first = true;
    private boolean upgraded;
    private boolean last;

    /** The gate with what it needs to know of this listener. */
    @FunctionalInterface
    interface Judge {
        Verdict judge(HttpHead head);
    }

    HeadReader(ByteStream stream, Deadline deadline, HostingLimits.Times times, Judge judge) {
        this.stream = stream;
        this.deadline = deadline;
        this.times = times;
        this.judge = judge;
    }

    /** The bytes Helidon reads next; null, as it wants it, at the end. */
    @Override
    public byte[] get() {
        try {
            if (upgraded) {
                throw new CloseConnectionException("upgraded");
            }
            return bodyLeft > 0 ? body() : head();
        } catch (IOException e) {
            pending.callOff();
            throw new CloseConnectionException("the connection broke", e);
        }
    }

    private byte[] body() throws IOException {
        if (used == 0 && !fill()) {
            return null;
        }
        int count = (int) Math.min(bodyLeft, used);
        byte[] part = Arrays.copyOf(bytes, count);
        drop(count);
        bodyLeft -= count;
        if (bodyLeft == 0) {
            pending.callOff();
            pending = deadline.after(times.exchange(), stream::close);
        }
        return part;
    }

    private byte[] head() throws IOException {
        pending.callOff();
        CURRENT.remove();
        if (last) {
            // Helidon says "Connection: close" in its answer and then waits for the next request all the same.
            return null;
        }
        HttpHead head;
        try {
            int end = readHead();
            if (end < 0) {
                return null;
            }
            head = HeadParser.parse(bytes, end);
            drop(end);
        } catch (Refusal e) {
            pending.callOff();
            throw refuse(HttpAnswer.json(e.status(), "{\"error\":\"" + e.getMessage() + "\"}"), true);
        }
        pending.callOff();
        Verdict verdict = judge.judge(head);
        if (verdict instanceof Verdict.Refuse refusal) {
            HttpAnswer answer = head.upgrades() ? HttpAnswer.text(refusal.status(), refusal.reason())
                    : HttpAnswer.json(refusal.status(), "{\"error\":\"" + refusal.reason() + "\"}");
            throw refuse(answer.with(RequestGate.VARY), head.contentLength() > 0 || used > 0);
        }
        bodyLeft = head.contentLength();
        last = head.lists("Connection", "close");
        CURRENT.set(new Admitted(head, verdict));
        pending = deadline.after(bodyLeft > 0 ? times.body(bodyLeft) : times.exchange(), stream::close);
        return rewritten(head, head.upgrades() && verdict instanceof Verdict.Pass);
    }

    private int readHead() throws IOException {
        pending = first ? lateHead() : deadline.after(times.idle(), stream::close);
        boolean idle = !first;
        first = false;
        forgiveEmptyLine();
        HeadScanner scanner = new HeadScanner();
        while (true) {
            int end = scanner.end(bytes, used);
            if (end >= 0) {
                return end;
            }
            if (idle && used > 0) {
                pending.callOff();
                pending = lateHead();
                idle = false;
            }
            if (!fill()) {
                pending.callOff();
                return -1;
            }
        }
    }

    /** One empty line behind the last request is forgiven (RFC 9112, 2.2). */
    private void forgiveEmptyLine() {
        if (used >= 2 && bytes[0] == '\r' && bytes[1] == '\n') {
            drop(2);
        }
    }

    private Deadline.Pending lateHead() {
        return deadline.after(times.head(), () -> {
            write(HttpAnswer.json(408, "{\"error\":\"The request did not arrive in time\"}"));
            stream.close();
        });
    }

    /** Reads more; false at the end. */
    private boolean fill() throws IOException {
        if (used == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MOST_BYTES, bytes.length * 2));
        }
        int count = stream.read(bytes, used, bytes.length - used);
        used += Math.max(0, count);
        return count >= 0;
    }

    private void drop(int count) {
        System.arraycopy(bytes, count, bytes, 0, used - count);
        used -= count;
    }

    /** What arrived behind the head of an upgrade; the reader ends with it. */
    byte[] rest() {
        upgraded = true;
        over();
        byte[] rest = Arrays.copyOf(bytes, used);
        bytes = new byte[0];
        return rest;
    }

    /** The connection is over: nothing of it is to be kept until a deadline passes. */
    void over() {
        pending.callOff();
        CURRENT.remove();
    }

    /** Answers and ends the connection. Returns what is to be thrown. */
    CloseConnectionException refuse(HttpAnswer answer, boolean linger) {
        if (write(answer) && linger) {
            linger();
        }
        return new CloseConnectionException("refused with " + answer.status());
    }

    /** Closing while bytes are unread makes the system send a reset, which can destroy the answer on its way. */
    private void linger() {
        Deadline.Pending end = deadline.after(times.linger(), stream::close);
        try {
            byte[] discarded = new byte[FIRST_BYTES];
            int total = 0;
            int count = 0;
            while (count >= 0 && total < MOST_LINGERING_BYTES) {
                count = stream.read(discarded, 0, discarded.length);
                total += count;
            }
        } catch (IOException e) {
            // Gone, which is what we waited for.
            return;
        } finally {
            end.callOff();
        }
    }

    private boolean write(HttpAnswer answer) {
        byte[] wire = Answers.closing(answer);
        Deadline.Pending end = deadline.after(times.head(), stream::close);
        try {
            stream.write(wire, 0, wire.length);
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            end.callOff();
        }
    }

    /** The head for Helidon. Only we decide what is an upgrade; other {@code Upgrade} offers are ignored, as RFC 9110 allows. */
    private byte[] rewritten(HttpHead head, boolean upgrade) {
        StringBuilder text = new StringBuilder(512);
        text.append(head.method()).append(' ').append(head.path().equals("*") ? "/" : head.path());
        text.append(head.query().isEmpty() ? "" : "?" + head.query()).append(" HTTP/1.1\r\n");
        for (HttpHeader header : head.headers()) {
            if (!header.is("Upgrade") && !header.is("Connection")) {
                text.append(header.name()).append(": ").append(header.value()).append("\r\n");
            }
        }
        if (upgrade) {
            text.append("Connection: Upgrade\r\nUpgrade: ").append(WebSocketUpgrader.PROTOCOL).append("\r\n");
        } else if (last) {
            text.append("Connection: close\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
