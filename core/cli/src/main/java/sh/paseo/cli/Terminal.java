package sh.paseo.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command reads, writes and is interrupted: the only place that touches the standard streams.
 *
 * <p><b>Thread:</b> writing from any thread; reading from one.
 *
 * <p><b>Errors:</b> {@link UncheckedIOException} when the reader of our output has gone.
 */
public class Terminal {
    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;

    /** Over these streams; text is UTF-8. */
    protected Terminal(InputStream in, OutputStream out, OutputStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** The streams of this process. */
    public static Terminal system() {
        return new Terminal(System.in, new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
    }

    /** Whether a person sits in front of it: both input and output are a terminal. */
    public boolean interactive() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Writes to the standard output, as it is. */
    public void out(String text) {
        write(out, text);
    }

    /** Writes to the standard error, as it is. */
    public void err(String text) {
        write(err, text);
    }

    private static synchronized void write(OutputStream stream, String text) {
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Waits for a line of input; empty at its end. */
    public Optional<String> readLine() {
        try {
            return Optional.ofNullable(Lines.of(in).readLine());
        } catch (IOException broken) {
            return Optional.empty();
        }
    }

    /** Asks for a secret, which is not shown while it is typed; empty at the end of input, or where nobody sits. */
    public Optional<String> readSecret(String question) {
        if (!interactive()) {
            return Optional.empty();
        }
        err(question);
        return Optional.ofNullable(System.console().readPassword()).map(String::new);
    }

    /** Everything that comes on the standard input, up to its end. */
    public String readAll() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** From now on {@code action} runs at every Ctrl-C in place of ending the process. */
    public void onInterrupt(Runnable action) {
        try {
            // Reached by name: the compiler warns of sun.misc without a way to say that it is known, and warnings are errors here.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(Terminal.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                action.run();
                return proxy;
            });
            signal.getMethod("handle", signal, handler).invoke(null, signal.getConstructor(String.class).newInstance("INT"), ours);
        } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InstantiationException withoutSignals) {
            err("Ctrl-C ends this command at once: the Java runtime has no signals.\n");
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("Cannot handle Ctrl-C", refused);
        }
    }

    /** The one reader over the standard input; made when it is first needed. */
    private static final class Lines {
        private static BufferedReader reader;

        private static synchronized BufferedReader of(InputStream in) {
            if (reader == null) {
                reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
            return reader;
        }
    }
}
