package sh.paseo.daemon.processes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.api.AgentId;
import sh.paseo.engine.JournalExcerpt;
import sh.paseo.engine.JournalExcerpt.Piece;

/** Reads journals for people who want to look into them, beside the thread that follows them. <b>Thread</b>: any. */
final class JournalReader {
    /** A longer line is found, but not read. Bytes. */
    static final int LONGEST = 4 << 20;

    private record Known(ProcessFolder folder, ProcessRecord record) {}

    private final AgentFolders folders;

    JournalReader(AgentFolders folders) {
        this.folders = folders;
    }

    Optional<JournalExcerpt> read(AgentId agent, long from, int atMost) throws IOException {
        Optional<ProcessFolder> newest = newest(agent);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel file = FileChannel.open(newest.get().out(), StandardOpenOption.READ)) {
            long size = file.size();
            return Optional.of(new JournalExcerpt(newest.get().name(), size, lines(file, from, size, atMost)));
        } catch (NoSuchFileException e) {
            // It was deleted in the meantime.
            return Optional.empty();
        }
    }

    private Optional<ProcessFolder> newest(AgentId agent) throws IOException {
        List<Known> known = new ArrayList<>();
        for (ProcessFolder folder : folders.processes(agent)) {
            ProcessRecord.read(folder).ifPresent(record -> known.add(new Known(folder, record)));
        }
        return known.stream().max(Comparator.comparing((Known one) -> one.record().since()).thenComparing(one -> one.folder().name()))
                .map(Known::folder);
    }

    private static List<Piece> lines(FileChannel file, long from, long size, int atMost) throws IOException {
        byte[] bytes = bytes(file, from, Math.min(atMost, Math.max(0, size - from)));
        List<Piece> lines = cut(bytes, from);
        if (!lines.isEmpty() || bytes.length < atMost) {
            return lines;
        }
        OptionalLong end = lineEnd(file, from + bytes.length, size);
        if (end.isEmpty()) {
            return List.of();
        }
        long length = end.getAsLong() - from;
        return length > LONGEST ? List.of(new Piece(from, end.getAsLong(), Optional.empty())) : cut(bytes(file, from, length), from);
    }

    private static List<Piece> cut(byte[] bytes, long from) {
        List<Piece> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(new Piece(from + start, from + i + 1, Optional.of(new String(bytes, start, i - start, StandardCharsets.UTF_8))));
                start = i + 1;
            }
        }
        return lines;
    }

    /** The offset after the next line end. */
    private static OptionalLong lineEnd(FileChannel file, long from, long size) throws IOException {
        for (long at = from; at < size; at += LONGEST) {
            byte[] bytes = bytes(file, at, Math.min(LONGEST, size - at));
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    return OptionalLong.of(at + i + 1);
                }
            }
        }
        return OptionalLong.empty();
    }

    private static byte[] bytes(FileChannel file, long from, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) > 0) {
            // Until all of it is there; the file only grows.
        }
        return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }
}
