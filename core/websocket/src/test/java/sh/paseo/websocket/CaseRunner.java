package sh.paseo.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Plays a {@link Case} against an echo server. */
final class CaseRunner implements AutoCloseable {
    private static final long PATIENCE = 10_000;
    /** Long enough for an answer on loopback that should not come. */
    private static final long QUIET = 80;

    private final Case played;
    private final RawPeer peer;
    private final List<String> seen = new ArrayList<>();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private int messageOpcode;
    private int frameAt;
    private boolean closeSent;
    private boolean closeSeen;
    private int closeCode;

    CaseRunner(Case played, SocketAddress address) throws IOException {
        this.played = played;
        this.peer = new RawPeer(address);
    }

    /** @param lenient whether to accept failing late, which the RFC allows */
    void run(boolean lenient) throws IOException, InterruptedException {
        for (JsonObject step : played.steps()) {
            take(step);
        }
        List<String> expected = played.expected("OK");
        while (!closeSeen && seen.size() < expected.size()) {
            see(peer.next(PATIENCE));
        }
        boolean asExpected = seen.equals(expected);
        if (asExpected && played.closedByMe() && !closeSent && !closeSeen) {
            closeSent = true;
            peer.close(1000);
        }
        while (!closeSeen) {
            see(peer.next(PATIENCE));
        }
        boolean late = lenient && seen.equals(played.expected("NON-STRICT"));
        assertTrue(seen.equals(expected) || late, () -> "expected " + shortened(expected) + " but saw " + shortened(seen));
        assertTrue(closeCode == -1 || played.codes().contains(closeCode), () -> "closed with " + closeCode + ", not " + played.codes());
        assertTrue(closeCode != -1, "the stream ended without a close frame");
        peer.close();
    }

    private static List<String> shortened(List<String> events) {
        return events.stream().map(e -> e.length() > 80 ? e.substring(0, 80) + "…" + e.length() : e).toList();
    }

    private void take(JsonObject step) throws IOException, InterruptedException {
        switch (step.getString("op")) {
            case "frame" -> {
                closeSent |= step.getInt("opcode") == 8;
                chopped(RawPeer.encode(step.getInt("opcode"), step.getBoolean("fin"), step.getInt("rsv"), Case.payload(step)),
                        step);
            }
            case "message" -> message(step);
            case "close", "closeframe" -> {
                closeSent = true;
                peer.frame(8, true, 0, closePayload(step));
            }
            case "wait" -> pause(step);
            case "beginMessage" -> frameAt = 0;
            case "beginMessageFrame" -> peer.raw(RawPeer.header(1, true, 0, step.getInt("len")));
            case "frameData" -> {
                byte[] payload = Case.payload(step);
                peer.raw(RawPeer.masked(payload, frameAt));
                frameAt += payload.length;
            }
            case "endMessage", "killAfter", "closeAfter" -> {
            }
            case "raw" -> peer.raw(Case.payload(step));
            default -> throw new IllegalArgumentException("unknown step " + step);
        }
    }

    private void chopped(byte[] bytes, JsonObject step) throws IOException {
        int chop = step.getInt("chop", bytes.length);
        for (int at = 0; at < bytes.length; at += chop) {
            peer.raw(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + chop)));
        }
    }

    private void message(JsonObject step) throws IOException {
        byte[] payload = Case.payload(step);
        int opcode = step.getBoolean("binary") ? 2 : 1;
        boolean whole = step.get("frag") == null || step.get("frag") == JsonValue.NULL;
        int size = whole ? Math.max(1, payload.length) : step.getInt("frag");
        int at = 0;
        do {
            int end = Math.min(payload.length, at + size);
            peer.frame(at == 0 ? opcode : 0, end == payload.length, 0, Arrays.copyOfRange(payload, at, end));
            at = end;
        } while (at < payload.length);
    }

    private static byte[] closePayload(JsonObject step) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (step.get("code") != JsonValue.NULL) {
            out.write(step.getInt("code") >> 8);
            out.write(step.getInt("code"));
        }
        if (step.get("reason") != JsonValue.NULL) {
            String reason = step.getString("reason");
            out.writeBytes(step.getString("op").equals("close") ? reason.getBytes(StandardCharsets.UTF_8)
                    : HexFormat.of().parseHex(reason));
        }
        return out.toByteArray();
    }

    private void pause(JsonObject step) throws InterruptedException {
        while (!closeSeen && peer.hears(QUIET)) {
            see(peer.next(1));
        }
        if (!closeSeen && step.get("tag") != JsonValue.NULL) {
            seen.add("timeout " + step.getString("tag"));
        }
    }

    private void see(RawPeer.Received frame) {
        switch (frame.opcode()) {
            case -1 -> {
                closeSeen = true;
                closeCode = -1;
            }
            case 0, 1, 2 -> part(frame);
            case 8 -> {
                closeSeen = true;
                closeCode = frame.closeCode() == 1005 ? 1000 : frame.closeCode();
            }
            case 10 -> seen.add("pong " + HexFormat.of().formatHex(frame.payload()));
            default -> throw new AssertionError("unexpected opcode " + frame.opcode());
        }
    }

    private void part(RawPeer.Received frame) {
        assertEquals(message.size() > 0, frame.opcode() == 0, "continuation");
        messageOpcode = frame.opcode() == 0 ? messageOpcode : frame.opcode();
        message.writeBytes(frame.payload());
        if (frame.fin()) {
            seen.add("message " + (messageOpcode == 2 ? "binary " : "text ") + HexFormat.of().formatHex(message.toByteArray()));
            message.reset();
        }
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
