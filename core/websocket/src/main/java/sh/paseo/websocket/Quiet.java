package sh.paseo.websocket;

import java.io.Closeable;
import java.io.IOException;

/** Closing what is given up anyway. */
final class Quiet {
    private Quiet() {}

    static void close(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // The descriptor is gone either way, and nobody could do anything about it.
            return;
        }
    }
}
