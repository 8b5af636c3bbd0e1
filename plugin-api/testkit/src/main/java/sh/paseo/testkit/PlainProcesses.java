package sh.paseo.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import sh.paseo.api.PluginException;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.ProcessExit;
import sh.paseo.api.process.AgentProcess;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.api.process.Processes;

/** Starts processes over plain pipes, as children that end with the test. <b>Thread</b>: any. */
final class PlainProcesses implements Processes {
    private static final int MOST_STDERR = 4096;
    private static final int END_SECONDS = 5;

    private final Map<String, String> environment;
    private final Consumer<JournalEntry> listener;
    private final List<Running> started = new CopyOnWriteArrayList<>();

    /** @param listener hears of a process, on threads of this class: every line in order, then the end */
    PlainProcesses(Map<String, String> environment, Consumer<JournalEntry> listener) {
        this.environment = environment;
        this.listener = listener;
    }

    @Override
    public AgentProcess start(ProcessSpec spec) {
        ProcessBuilder builder = new ProcessBuilder(spec.command()).directory(spec.directory().toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(spec.environment());
        try {
            Running running = new Running(builder.start(), spec.end());
            started.add(running);
            running.follow();
            return running;
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.MISSING, "Cannot start " + spec.command().getFirst() + ": " + e.getMessage(), e);
        }
    }

    List<Running> started() {
        return List.copyOf(started);
    }

    void write(String line) {
        started.getLast().input.add((line + '\n').getBytes(StandardCharsets.UTF_8));
    }

    final class Running implements AgentProcess {
        private static final byte[] CLOSE = new byte[0];

        private final Process process;
        private final ProcessSpec.EndSignal signal;
        private final BlockingQueue<byte[]> input = new LinkedBlockingQueue<>();
        private final CompletableFuture<String> stderr = new CompletableFuture<>();
        private volatile boolean asked;

        private Running(Process process, ProcessSpec.EndSignal signal) {
            this.process = process;
            this.signal = signal;
        }

        private void follow() {
            Thread.ofVirtual().start(this::writeInput);
            Thread.ofVirtual().start(() -> stderr.complete(tail(process.getErrorStream())));
            Thread.ofVirtual().start(this::readOutput);
        }

        private void writeInput() {
            try (OutputStream out = process.getOutputStream()) {
                for (byte[] bytes = input.take(); bytes != CLOSE; bytes = input.take()) {
                    out.write(bytes);
                    out.flush();
                }
            } catch (IOException e) {
                // It has ended or closed its input; its end is reported by the reader.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void readOutput() {
            long start = 0;
            try (InputStream in = process.getInputStream()) {
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                byte[] buffer = new byte[64 * 1024];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    int from = 0;
                    for (int i = 0; i < n; i++) {
                        if (buffer[i] == '\n') {
                            line.write(buffer, from, i - from);
                            from = i + 1;
                            long end = start + line.size() + 1;
                            listener.accept(new JournalEntry.Got(new Line(start, end, line.toString(StandardCharsets.UTF_8), false)));
                            start = end;
                            line.reset();
                        }
                    }
                    line.write(buffer, from, n - from);
                }
            } catch (IOException e) {
                // The pipe broke when the process was killed; what was read stands.
            }
            input.add(CLOSE);
            OptionalInt code = OptionalInt.of(process.onExit().join().exitValue());
            listener.accept(new JournalEntry.Exited(new ProcessExit(code, stderr.join(), asked)));
        }

        private static String tail(InputStream in) {
            StringBuilder text = new StringBuilder();
            try (in) {
                byte[] buffer = new byte[4096];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    text.delete(0, Math.max(0, text.length() - MOST_STDERR));
                }
            } catch (IOException e) {
                text.append("(standard error broke: ").append(e.getMessage()).append(')');
            }
            return text.toString();
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public boolean alive() {
            return process.isAlive();
        }

        @Override
        public void end() {
            asked = true;
            List<ProcessHandle> left = process.descendants().toList();
            if (signal == ProcessSpec.EndSignal.INT) {
                interrupt();
            } else {
                process.destroy();
            }
            CompletableFuture.delayedExecutor(END_SECONDS, TimeUnit.SECONDS).execute(() -> {
                process.destroyForcibly();
                left.forEach(ProcessHandle::destroyForcibly);
            });
        }

        /** The JDK knows no SIGINT. */
        private void interrupt() {
            try {
                new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
            } catch (IOException e) {
                process.destroy();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Gives a process that was asked to end its time, and kills it then. */
        void awaitEnd() {
            try {
                if (asked && process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            kill();
        }

        /** As a power failure would. */
        void kill() {
            List<ProcessHandle> left = process.descendants().toList();
            process.destroyForcibly();
            left.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
        }
    }
}
