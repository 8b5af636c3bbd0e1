package sh.paseo.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** Asks {@code /api/health} over a connection that is kept. <b>Thread</b>: one. */
final class Health implements AutoCloseable {
    private static final String LENGTH = "content-length:";
    private static final int MAX_HEAD = 16 * 1_024;

    private final Socket socket;
    private final InputStream in;
    private final byte[] request;

    private Health(Socket socket, int port) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.request = Bytes.of("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n");
    }

    static Health open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new Health(socket, port);
    }

    /** Whether a server answers here, and well. */
    static boolean good(int port) {
        try (Health health = open(port)) {
            return health.ask() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks and reads the whole answer; its status. */
    int ask() throws IOException {
        socket.getOutputStream().write(request);
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") != head.length() - 4) {
            int next = in.read();
            if (next < 0 || head.length() > MAX_HEAD) {
                throw new IOException("no answer: " + head);
            }
            head.append((char) next);
        }
        int body = head.toString().lines().map(line -> line.toLowerCase(Locale.ROOT)).filter(line -> line.startsWith(LENGTH))
                .mapToInt(line -> Integer.parseInt(line.substring(LENGTH.length()).strip())).findFirst()
                .orElseThrow(() -> new BenchException("an answer of /api/health has no length:\n" + head));
        in.readNBytes(body);
        return Integer.parseInt(head.substring(9, 12));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
