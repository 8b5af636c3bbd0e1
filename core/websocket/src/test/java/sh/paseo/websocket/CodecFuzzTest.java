package sh.paseo.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Random streams, each named by its seed, so that a failure can be played again. */
class CodecFuzzTest {
    private static final int STREAMS = Integer.getInteger("paseo.rounds", 20) * 100;
    private static final WebSocketLimits LIMITS = WebSocketLimits.DEFAULT.withMessageBytes(65_000);

    @Test
    void howTheBytesAreCutMakesNoDifference() {
        for (int seed = 0; seed < STREAMS; seed++) {
            Random random = new Random(seed);
            byte[] stream = Streams.frames(random);
            List<String> whole = Streams.decoded(ours(), List.of(stream));
            assertEquals(whole, Streams.decoded(ours(), Streams.cut(stream, random)), "seed " + seed);
        }
    }

    @Test
    void nettySeesTheSameMessagesAndTheSameFailures() {
        Set<String> ends = new HashSet<>();
        byte[] padding = new byte[70_000];
        for (int seed = 0; seed < STREAMS; seed++) {
            byte[] stream = Streams.frames(new Random(seed));
            List<String> here = Streams.decoded(ours(), List.of(stream));
            List<String> there = Streams.decoded(new NettyCodec(Role.SERVER, LIMITS), List.of(stream));
            if (here.getLast().startsWith("failed") && there.getLast().equals("more")) {
                // Netty looks at a frame when all of it is there: complete it, right or wrong.
                there = Streams.decoded(new NettyCodec(Role.SERVER, LIMITS), List.of(stream, padding));
            }
            ends.add(here.getLast().split(" ")[0] + (here.getLast().startsWith("failed") ? here.getLast() : ""));
            if (!wrongTwice(here, there)) {
                assertEquals(here, there, "seed " + seed);
            }
        }
        assertTrue(ends.size() >= 5, () -> "the streams are too tame: " + ends);
    }

    /** Netty takes close codes from 5000 on, so of a close frame with such a code and a bad reason it names the reason. */
    private static boolean wrongTwice(List<String> here, List<String> there) {
        int last = here.size() - 1;
        return here.getLast().equals("failed PROTOCOL") && there.getLast().equals("failed BAD_TEXT")
                && there.size() == here.size() && here.subList(0, last).equals(there.subList(0, last));
    }

    private static WebSocketCodec ours() {
        return new Rfc6455Codec(Role.SERVER, LIMITS, ByteBudget.unlimited());
    }
}
