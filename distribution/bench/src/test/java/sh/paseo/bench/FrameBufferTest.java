package sh.paseo.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameBufferTest {
    private final FrameBuffer frames = new FrameBuffer();

    private static byte[] frame(int firstByte, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(payload.length + 10).put((byte) firstByte);
        if (payload.length < 126) {
            out.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            out.put((byte) 126).putShort((short) payload.length);
        } else {
            out.put((byte) 127).putLong(payload.length);
        }
        byte[] bytes = new byte[out.put(payload).position()];
        out.flip().get(bytes);
        return bytes;
    }

    private List<String> read(byte[] stream, int pieceBytes) {
        List<String> read = new ArrayList<>();
        for (int at = 0; at < stream.length;) {
            ByteBuffer room = frames.room();
            int count = Math.min(Math.min(pieceBytes, room.remaining()), stream.length - at);
            room.put(stream, at, count);
            frames.filled(count);
            at += count;
            while (frames.next()) {
                read.add(frames.opcode() + ":" + new String(frames.array(), frames.offset(), frames.length(), StandardCharsets.UTF_8));
            }
        }
        return read;
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(List.of(parts).stream().mapToInt(part -> part.length).sum());
        List.of(parts).forEach(all::put);
        return all.array();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000, 1_000_000})
    void framesOfAllLengthsAreReadHoweverTheyAreCut(int pieceBytes) {
        List<String> texts = List.of("", "a", "x".repeat(125), "y".repeat(126), "z".repeat(65_535), "w".repeat(70_000), "end");
        byte[] stream = joined(texts.stream().map(text -> frame(0x81, Bytes.of(text))).toArray(byte[][]::new));
        assertEquals(texts.stream().map(text -> "1:" + text).toList(), read(stream, pieceBytes));
    }

    @Test
    void fragmentsAreJoinedAroundAPing() {
        byte[] stream = joined(frame(0x01, Bytes.of("one ")), frame(0x89, Bytes.of("?")), frame(0x00, Bytes.of("two ")),
                frame(0x80, Bytes.of("three")), frame(0x81, Bytes.of("four")));
        assertEquals(List.of("9:?", "1:one two three", "1:four"), read(stream, 5));
    }

    @Test
    void headIsTakenBeforeTheFirstFrame() {
        byte[] stream = joined(Bytes.of("HTTP/1.1 101 Ok\r\n\r\n"), frame(0x81, Bytes.of("first")));
        frames.room().put(stream);
        frames.filled(stream.length);
        assertEquals(19, frames.take(Bytes.of("\r\n\r\n")));
        assertTrue(frames.next());
        assertEquals(5, frames.length());
        assertFalse(frames.next());
    }

    @Test
    void absurdLengthIsRefused() {
        byte[] head = {(byte) 0x81, 127, 0x7f, 0, 0, 0, 0, 0, 0, 0};
        assertThrows(BenchException.class, () -> read(head, head.length));
    }
}
