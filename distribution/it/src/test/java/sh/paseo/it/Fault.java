package sh.paseo.it;

import java.time.Duration;
import java.util.Random;

/**
 * What befalls one connection on its way through a {@link FaultProxy}.
 *
 * @param latency  each piece waits so long before it goes on
 * @param slice    the largest piece that goes on at once, in bytes
 * @param toServer bytes to the server after which the connection ends
 * @param toClient bytes to the client after which it ends
 * @param end      how it ends
 */
record Fault(Duration latency, int slice, long toServer, long toClient, End end) {
    /** Nothing befalls it. */
    static final Fault NONE = new Fault(Duration.ZERO, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, End.CLOSE);

    /** A connection has about so many bytes before it works: the handshake, hello, and the answer. */
    private static final int OPENING = 600;
    private static final int LONGEST = 16_000;

    /** How a connection ends. */
    enum End {
        /** Both sides are told that it is over. */
        CLOSE,
        /** Both sides are told that it broke, and what is on its way is lost. */
        RESET,
        /** Nobody is told anything: what is sent from now on vanishes. */
        SILENCE
    }

    /** After so many bytes in either direction. */
    static Fault cut(long bytes, boolean towardsServer, End end) {
        return new Fault(Duration.ZERO, Integer.MAX_VALUE, towardsServer ? bytes : Long.MAX_VALUE, towardsServer ? Long.MAX_VALUE : bytes,
                end);
    }

    Fault slicedTo(int bytes) {
        return new Fault(latency, bytes, toServer, toClient, end);
    }

    Fault slowedBy(Duration time) {
        return new Fault(time, slice, toServer, toClient, end);
    }

    /** One that ends the connection: often within its first words, short ones more often than long ones. */
    static Fault drawn(Random random) {
        var early = random.nextInt(8) == 0;
        var bytes = early ? 1 + random.nextInt(OPENING)
                : (long) (OPENING * Math.exp(random.nextDouble() * Math.log((double) LONGEST / OPENING)));
        var end = random.nextInt(50) == 0 ? End.SILENCE : random.nextBoolean() ? End.CLOSE : End.RESET;
        var cut = cut(bytes, random.nextInt(4) == 0, end);
        return switch (random.nextInt(10)) {
            case 0 -> bytes < LONGEST / 4 ? cut.slicedTo(1) : cut.slicedTo(100);
            case 1 -> cut.slowedBy(Duration.ofMillis(1 + random.nextInt(5)));
            default -> cut;
        };
    }
}
