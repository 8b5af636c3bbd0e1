package sh.paseo.daemon.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/**
 * A log file that is set aside when it is large. One line an event: line ends and other control characters are written as escapes, so
 * that nobody can make up lines of ours.
 *
 * <p><b>Thread</b>: any. <b>Limits</b>: 10 MiB, and two older files named {@code YYYYMMDD-HHMM-NN-daemon.log}.
 */
final class RollingFile extends Handler {
    static final long MAX_BYTES = 10L * 1024 * 1024;
    static final int OLDER_FILES = 2;

    private static final FileAttribute<?> PRIVATE = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;
    private final long maxBytes;
    private final SimpleFormatter texts = new SimpleFormatter();
    private OutputStream out;
    private long size;
    /** Whether the last line may lack its end. */
    private boolean torn;

    RollingFile(Path path) throws IOException {
        this(path, MAX_BYTES);
    }

    RollingFile(Path path, long maxBytes) throws IOException {
        this.path = path;
        this.maxBytes = maxBytes;
        open();
    }

    private void open() throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(path, PRIVATE);
        }
        out = Files.newOutputStream(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        size = Files.size(path);
        torn = false;
    }

    @Override
    public synchronized void publish(LogRecord event) {
        if (!isLoggable(event)) {
            return;
        }
        byte[] line = line(event).getBytes(StandardCharsets.UTF_8);
        if (size + line.length > maxBytes && size > 0) {
            trySetAside(event.getInstant());
        }
        try {
            if (torn) {
                out.write('\n');
            }
            torn = true;
            out.write(line);
            torn = false;
            size += line.length;
        } catch (IOException failure) {
            reportError(path.toString(), failure, ErrorManager.WRITE_FAILURE);
        }
    }

    private String line(LogRecord event) {
        StringBuilder line = new StringBuilder(128).append(event.getInstant()).append(' ').append(event.getLevel().getName()).append(' ')
                .append(event.getLoggerName()).append(": ");
        escape(line, texts.formatMessage(event));
        if (event.getThrown() != null) {
            StringWriter trace = new StringWriter();
            event.getThrown().printStackTrace(new PrintWriter(trace));
            escape(line.append(" | "), trace.toString());
        }
        return line.append('\n').toString();
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }

    /** If it fails, as on a full disk, the old file stays in use and the next event tries again. */
    private void trySetAside(Instant now) {
        try {
            setAside(now);
        } catch (IOException failure) {
            reportError(path.toString(), failure, ErrorManager.OPEN_FAILURE);
        }
    }

    private void setAside(Instant now) throws IOException {
        OutputStream before = out;
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            int number = 0;
            Path older;
            do {
                older = path.resolveSibling("%s-%02d-%s".formatted(STAMP.format(now), number++, path.getFileName()));
            } while (Files.exists(older, LinkOption.NOFOLLOW_LINKS));
            Files.move(path, older, StandardCopyOption.ATOMIC_MOVE);
        }
        open();
        before.close();
        try (Stream<Path> siblings = Files.list(path.getParent())) {
            List<Path> all = siblings.filter(file -> file.getFileName().toString().endsWith("-" + path.getFileName()))
                    .sorted(Comparator.reverseOrder()).toList();
            for (Path tooOld : all.subList(Math.min(OLDER_FILES, all.size()), all.size())) {
                Files.delete(tooOld);
            }
        }
    }

    @Override
    public void flush() {
        // Every event is written at once.
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException failure) {
            reportError(path.toString(), failure, ErrorManager.CLOSE_FAILURE);
        }
    }
}
