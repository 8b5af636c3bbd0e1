package sh.paseo.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client made of the JDK alone, for what no command asks. */
final class WireClient implements WebSocket.Listener {
    private static final String HELLO = "{\"type\":\"hello\",\"clientId\":\"cid_it\",\"clientType\":\"cli\",\"protocolVersion\":1}";

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final StringBuilder message = new StringBuilder();

    private WireClient() {}

    /** Says hello, sends one request and returns its answer. */
    static String ask(String address, String request) throws InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var client = new WireClient();
            var socket = http.newWebSocketBuilder().buildAsync(URI.create("ws://" + address + "/ws"), client).join();
            socket.sendText(HELLO, true).join();
            client.await("server_info");
            socket.sendText("{\"type\":\"session\",\"message\":" + request + "}", true).join();
            var answer = client.await("\"requestId\":\"r1\"");
            socket.abort();
            return answer;
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            received.add(message.toString());
            message.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private String await(String words) throws InterruptedException {
        while (true) {
            var next = received.poll(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no message with " + words);
            }
            if (next.contains(words)) {
                return next;
            }
        }
    }
}
