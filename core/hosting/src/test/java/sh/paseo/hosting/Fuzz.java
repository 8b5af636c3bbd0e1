package sh.paseo.hosting;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Rounds by the clock: {@code paseo.fuzz.seconds}; {@code paseo.fuzz.seed} repeats a run. */
final class Fuzz {
    private Fuzz() {}

    /** A case made from the random source is looked at; what is thrown then is told with the case and the seed. */
    static void rounds(Function<SplittableRandom, String> cases, Function<String, Boolean> look) {
        long seed = Long.getLong("paseo.fuzz.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        long end = System.nanoTime() + Duration.ofSeconds(Integer.getInteger("paseo.fuzz.seconds", 2)).toNanos();
        int taken = 0;
        int rounds = 0;
        for (; System.nanoTime() < end; rounds++) {
            String text = cases.apply(random);
            try {
                taken += look.apply(text) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", round " + rounds + ": " + text, e);
            }
        }
        System.out.println("fuzz: " + rounds + " rounds, " + taken + " taken, -Dpaseo.fuzz.seed=" + seed);
    }

    static <T> T one(SplittableRandom random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Some characters taken out, put in or changed. */
    static String mutated(SplittableRandom random, String text, int most) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(most + 1); i > 0 && !changed.isEmpty(); i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.deleteCharAt(at);
                case 1 -> changed.insert(at, (char) random.nextInt(256));
                default -> changed.setCharAt(at, (char) random.nextInt(256));
            }
        }
        return changed.toString();
    }
}
