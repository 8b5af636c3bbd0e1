package sh.paseo.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Stands between clients and a server on this machine and does to each connection what its {@link Fault} says. Which fault the n-th
 * connection has is up to the one who makes it, so that a seed repeats them.
 *
 * <p><b>Thread</b>: any; two virtual ones a connection.
 */
final class FaultProxy implements AutoCloseable {
    private static final int PIECE = 8 * 1024;

    /** How long a server does not hear that its silent client has gone: the way between them would forget it some time. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(2);

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final LongFunction<Fault> faults;
    private final Set<Passage> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong cuts = new AtomicLong();
    private volatile boolean harmless;

    private FaultProxy(ServerSocket listener, InetSocketAddress server, LongFunction<Fault> faults) {
        this.listener = listener;
        this.server = server;
        this.faults = faults;
    }

    /** In front of this {@code host:port}. */
    static FaultProxy to(String address, LongFunction<Fault> faults) throws IOException {
        var colon = address.lastIndexOf(':');
        var server = new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        var proxy = new FaultProxy(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), server, faults);
        Thread.ofVirtual().name("proxy").start(proxy::accept);
        return proxy;
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** How many connections a fault has ended. */
    long cuts() {
        return cuts.get();
    }

    long connections() {
        return connections.get();
    }

    /** From now on everything passes; what is silent by now is reset. */
    void behave() {
        harmless = true;
        open.stream().filter(passage -> passage.silent).forEach(passage -> passage.close(true));
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(passage -> passage.close(true));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var fault = faults.apply(connections.getAndIncrement());
                Thread.ofVirtual().start(() -> pass(client, fault));
            } catch (IOException e) {
                // Closed, which ends the loop; a client that is gone already is none of ours.
                continue;
            }
        }
    }

    private void pass(Socket client, Fault fault) {
        var there = new Socket();
        var passage = new Passage(client, there, fault);
        open.add(passage);
        try {
            there.connect(server);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
        } catch (IOException e) {
            // Nobody is there, which the client sees by this.
            passage.close(false);
            return;
        }
        Thread.ofVirtual().start(() -> passage.pump(client, there, fault.toServer()));
        passage.pump(there, client, fault.toClient());
    }

    /** One connection with its two sides. */
    private final class Passage {
        private final Socket client;
        private final Socket there;
        private final Fault fault;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean silent;

        Passage(Socket client, Socket there, Fault fault) {
            this.client = client;
            this.there = there;
            this.fault = fault;
        }

        void pump(Socket from, Socket to, long limit) {
            try {
                forward(from.getInputStream(), to.getOutputStream(), limit);
            } catch (IOException e) {
                // One side has gone, as at the end of its stream.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (silent) {
                forget();
            }
            close(silent);
        }

        private void forward(InputStream in, OutputStream out, long limit) throws IOException, InterruptedException {
            var left = limit;
            var piece = new byte[Math.min(PIECE, fault.slice())];
            for (var read = in.read(piece); read >= 0; read = in.read(piece)) {
                Thread.sleep(fault.latency());
                var passes = harmless ? read : (int) Math.min(read, left);
                left -= passes;
                if (!silent) {
                    out.write(piece, 0, passes);
                }
                if (left == 0 && !harmless && !ended.getAndSet(true)) {
                    end(in);
                }
            }
        }

        private void end(InputStream in) throws IOException {
            cuts.incrementAndGet();
            switch (fault.end()) {
                case CLOSE -> close(false);
                case RESET -> close(true);
                case SILENCE -> {
                    silent = true;
                    in.transferTo(OutputStream.nullOutputStream());
                }
            }
        }

        private static void forget() {
            try {
                Thread.sleep(FORGOTTEN);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void close(boolean reset) {
            open.remove(this);
            for (var socket : new Socket[] {client, there}) {
                try {
                    if (reset) {
                        socket.setSoLinger(true, 0);
                    }
                    socket.close();
                } catch (IOException e) {
                    // It is closed either way.
                    continue;
                }
            }
        }
    }
}
