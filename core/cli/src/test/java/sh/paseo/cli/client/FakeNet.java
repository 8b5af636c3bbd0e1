package sh.paseo.cli.client;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import sh.paseo.api.transport.CloseReason;

/** Wires to nowhere: a test sees each that was opened and speaks for the daemon on it. */
final class FakeNet implements Dial {
    final List<Target> dialled = new CopyOnWriteArrayList<>();
    final List<End> ends = new CopyOnWriteArrayList<>();
    /** Who answers hello there; empty if nobody listens. */
    volatile Function<Target, Optional<String>> daemons = target -> Optional.of("srv_1");
    /** What a daemon says in place of an answer to hello. */
    volatile Optional<CloseReason> refusal = Optional.empty();

    @Override
    public Wire dial(Target target, Duration timeout) throws IOException {
        dialled.add(target);
        String daemon = daemons.apply(target).orElseThrow(() -> new IOException("Connection refused"));
        var end = new End(daemon);
        ends.add(end);
        return end;
    }

    End last() {
        return ends.getLast();
    }

    /** The daemon's end of a wire. */
    final class End implements Wire {
        final List<JsonObject> sent = new CopyOnWriteArrayList<>();
        volatile boolean closed;
        private final BlockingQueue<Optional<String>> toClient = new LinkedBlockingQueue<>();
        private final String daemon;
        private volatile Optional<CloseReason> farewell = Optional.empty();

        End(String daemon) {
            this.daemon = daemon;
        }

        /** Requests on this wire, without hello. */
        List<JsonObject> requests() {
            return sent.stream().skip(1).map(envelope -> envelope.getJsonObject("message")).toList();
        }

        void say(String type, String payload) {
            toClient.add(Optional.of("{\"type\":\"session\",\"message\":{\"type\":\"" + type + "\",\"payload\":" + payload + "}}"));
        }

        void breaks() {
            toClient.add(Optional.empty());
        }

        void hangUp(int code, String reason) {
            farewell = Optional.of(new CloseReason(code, reason));
            breaks();
        }

        @Override
        public void send(String text) {
            JsonObject message = Json.read(text);
            sent.add(message);
            if (message.getString("type").equals("hello")) {
                refusal.ifPresentOrElse(reason -> hangUp(reason.code(), reason.text()),
                        () -> say("status", "{\"status\":\"server_info\",\"serverId\":\"" + daemon + "\"}"));
            }
        }

        @Override
        public Optional<String> receive() {
            try {
                return toClient.take();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public Optional<CloseReason> farewell() {
            return farewell;
        }

        @Override
        public void close() {
            closed = true;
            breaks();
        }
    }
}
