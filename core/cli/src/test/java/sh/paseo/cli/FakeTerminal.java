package sh.paseo.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** A terminal that remembers what was written and types what a test tells it. */
final class FakeTerminal extends Terminal {
    private final boolean person;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();
    private final BlockingQueue<Optional<String>> typed = new LinkedBlockingQueue<>();
    private final AtomicReference<Runnable> interrupt = new AtomicReference<>();

    private FakeTerminal(boolean person, InputStream in) {
        super(in, new ByteArrayOutputStream(), new ByteArrayOutputStream());
        this.person = person;
    }

    static FakeTerminal pipe() {
        return new FakeTerminal(false, InputStream.nullInputStream());
    }

    static FakeTerminal pipe(String input) {
        return new FakeTerminal(false, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    static FakeTerminal person() {
        return new FakeTerminal(true, InputStream.nullInputStream());
    }

    @Override
    public boolean interactive() {
        return person;
    }

    @Override
    public synchronized void out(String text) {
        out.append(text);
    }

    @Override
    public synchronized void err(String text) {
        err.append(text);
    }

    @Override
    public Optional<String> readLine() {
        try {
            return typed.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> readSecret(String question) {
        if (!person) {
            return Optional.empty();
        }
        err(question);
        return readLine();
    }

    @Override
    public void onInterrupt(Runnable action) {
        interrupt.set(action);
    }

    void type(String line) {
        typed.add(Optional.of(line));
    }

    void endInput() {
        typed.add(Optional.empty());
    }

    /** Presses Ctrl-C. */
    void interrupt() {
        interrupt.get().run();
    }

    boolean handlesInterrupt() {
        return interrupt.get() != null;
    }

    synchronized String written() {
        return out.toString();
    }

    synchronized String errors() {
        return err.toString();
    }
}
