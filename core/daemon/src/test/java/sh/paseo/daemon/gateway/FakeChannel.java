package sh.paseo.daemon.gateway;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.api.transport.Frame;
import sh.paseo.api.transport.MessageChannel;
import sh.paseo.api.transport.Peer;
import sh.paseo.protocol.StrictJson;

/** A channel whose other end is the test. It can be told not to take what is sent. */
final class FakeChannel implements MessageChannel {
    private static final Frame END = new Frame.Binary(new byte[0]);

    private final Peer peer;
    private final LinkedBlockingQueue<Frame> in = new LinkedBlockingQueue<>();
    private final Semaphore reading = new Semaphore(Integer.MAX_VALUE / 2);
    final List<Frame> sent = new CopyOnWriteArrayList<>();
    volatile Optional<CloseReason> closed = Optional.empty();

    FakeChannel() {
        this(Peer.Trust.LOOPBACK);
    }

    FakeChannel(Peer.Trust trust) {
        peer = new Peer(trust, "test", "127.0.0.1:1");
    }

    /** From now on the other end reads nothing until {@link #readOn}. */
    void stopReading() {
        reading.drainPermits();
    }

    void readOn() {
        reading.release(Integer.MAX_VALUE / 2);
    }

    void say(String json) {
        in.add(Frame.Text.of(json));
    }

    void hello(String clientId) {
        say("""
            {"type":"hello","clientId":"%s","clientType":"cli","protocolVersion":1,"appVersion":"0.1.65",
            "capabilities":{"reasoning_merge_enum":true}}""".formatted(clientId));
    }

    void request(String message) {
        say("{\"type\":\"session\",\"message\":" + message + "}");
    }

    void hangUp() {
        in.add(END);
    }

    List<JsonObject> messages() {
        return sent.stream().map(frame -> StrictJson.readObject(frame.bytes()))
                .map(m -> m.containsKey("message") ? m.getJsonObject("message") : m)
                .toList();
    }

    /** Payloads of messages of this type, in order. */
    List<JsonObject> payloads(String type) {
        return messages().stream().filter(m -> m.getString("type").equals(type)).map(m -> m.getJsonObject("payload")).toList();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public Optional<Frame> receive() {
        try {
            Frame frame = in.take();
            return frame == END ? Optional.empty() : Optional.of(frame);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void send(Frame frame) {
        try {
            reading.acquire();
            if (closed.isEmpty()) {
                sent.add(frame);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close(CloseReason reason) {
        if (closed.isEmpty()) {
            closed = Optional.of(reason);
            readOn();
            in.add(END);
        }
    }
}
