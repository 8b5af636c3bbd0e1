package sh.paseo.testkit;

import java.time.Duration;
import java.util.List;

/**
 * The scripted model as a program: {@code --port 0} (0 is a free one). Prints {@code {"port":8399,"uri":"http://127.0.0.1:8399"}} when
 * it listens, and runs until it is killed.
 */
public final class ModelServerMain {
    private ModelServerMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = List.of(arguments);
        int at = words.indexOf("--port");
        int port = at >= 0 && at + 1 < words.size() ? Integer.parseInt(words.get(at + 1)) : 0;
        try (ModelServer server = ModelServer.start(port, Duration.ofMillis(2))) {
            System.out.println("{\"port\":" + server.port() + ",\"uri\":\"" + server.uri() + "\"}");
            Thread.currentThread().join();
        }
    }
}
