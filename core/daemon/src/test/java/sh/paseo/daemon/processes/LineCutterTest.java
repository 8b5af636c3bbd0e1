package sh.paseo.daemon.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.agent.Line;

class LineCutterTest {
    @TempDir
    Path folder;
    private FileChannel file;
    private final List<Line> taken = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        file = FileChannel.open(folder.resolve("out"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @AfterEach
    void close() throws IOException {
        file.close();
    }

    private void append(byte[] bytes) throws IOException {
        file.write(ByteBuffer.wrap(bytes), file.size());
    }

    private static void readAll(LineCutter cutter, int chunk, Predicate<Line> taker) throws IOException {
        while (cutter.step(new byte[chunk], taker) == LineCutter.Step.MORE) {
            continue;
        }
    }

    @Test
    void linesAreTheSameForAnyChunkAndAnyGrowth() throws IOException {
        String text = "\n\nfirst\nzweite \u00e4\u20ac\ud83d\ude00\r\n" + "long ".repeat(40) + "\n{\"a\":1}\n";
        byte[] bytes = text.getBytes(UTF_8);
        for (int chunk = 1; chunk < 70; chunk++) {
            for (int growth : List.of(1, 7, 50, 1000)) {
                taken.clear();
                file.truncate(0);
                LineCutter cutter = new LineCutter(file, 0, 1000);
                for (int from = 0; from < bytes.length; from += growth) {
                    append(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + growth)));
                    readAll(cutter, chunk, taken::add);
                }
                String where = "chunk " + chunk + ", growth " + growth;
                assertEquals(List.of(text.split("\n")), taken.stream().map(Line::text).toList(), where);
                long end = 0;
                for (Line line : taken) {
                    assertEquals(end, line.start(), where);
                    assertEquals(line.text().getBytes(UTF_8).length + 1, line.end() - line.start(), where);
                    end = line.end();
                }
                assertEquals(bytes.length, cutter.taken(), where);
            }
        }
    }

    @Test
    void refusedLineComesAgainWhereverItIsRefused() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            text.append(i).append("-".repeat(i % 23)).append('\n');
        }
        append(text.toString().getBytes(UTF_8));
        Random random = new Random(7);
        LineCutter cutter = new LineCutter(file, 0, 1000);
        int refused = 0;

        LineCutter.Step step = LineCutter.Step.MORE;
        while (step != LineCutter.Step.END) {
            step = cutter.step(new byte[16], line -> random.nextInt(4) > 0 && taken.add(line));
            refused += step == LineCutter.Step.REFUSED ? 1 : 0;
        }

        assertEquals(List.of(text.toString().split("\n")), taken.stream().map(Line::text).toList());
        assertTrue(refused > 20, "refused " + refused);
    }

    @Test
    void bytesThatAreNoTextAreReplacedAndCounted() throws IOException {
        append(new byte[] {'a', (byte) 0xff, 'b', '\n', (byte) 0xc3, '\n'});

        readAll(new LineCutter(file, 0, 1000), 3, taken::add);

        assertEquals(List.of(new Line(0, 4, "a\ufffdb", false), new Line(4, 6, "\ufffd", false)), taken);
    }

    @Test
    void restWithoutLineEndIsNotALine() throws IOException {
        append("whole\nhalf".getBytes(UTF_8));
        LineCutter cutter = new LineCutter(file, 0, 1000);

        readAll(cutter, 100, taken::add);

        assertEquals(List.of("whole"), taken.stream().map(Line::text).toList());
        assertEquals(4, cutter.untaken());
    }

    @Test
    void longestLineIsTakenAndOneByteMoreIsNot() throws IOException {
        append(("x".repeat(100) + "\n").getBytes(UTF_8));
        readAll(new LineCutter(file, 0, 100), 64, taken::add);
        assertEquals(100, taken.getFirst().text().length());

        for (String tooLong : List.of("y".repeat(101) + "\n", "y".repeat(101))) {
            file.truncate(0);
            append(tooLong.getBytes(UTF_8));
            LineCutter cutter = new LineCutter(file, 0, 100);
            assertThrows(IOException.class, () -> readAll(cutter, 64, line -> true));
        }
    }
}
