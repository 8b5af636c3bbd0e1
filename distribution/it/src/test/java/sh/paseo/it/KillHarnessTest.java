package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon, its agents, or both are killed while agents are at work, in {@code paseo.rounds} rounds over one home. A run that found
 * something is tried again with its seed in {@code paseo.seed}; {@code paseo.moments=OPENING,SENDING} kills at these only, and
 * {@code paseo.ways=KILL,AGENT} in these ways.
 */
@EnabledOnOs(OS.LINUX)
class KillHarnessTest {
    private static final System.Logger LOG = System.getLogger(KillHarnessTest.class.getName());

    /** As the property {@code paseo.rounds} wants; each takes some seconds. */
    private static final int ROUNDS = 12;

    /** As the property {@code paseo.real.rounds} wants. */
    private static final int REAL_ROUNDS = 6;

    @TempDir
    Path scratch;

    @Test
    void agentsGoOnAndNothingIsLostOrRunsTwiceWhateverIsKilled() throws Exception {
        try (var agent = new ScriptedMortal(scratch)) {
            kill(agent, Integer.getInteger("paseo.rounds", ROUNDS));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "paseo.claude", matches = ".+", disabledReason = "paseo.claude names no claude program")
    void theRealCliGoesOnWhateverIsKilled() throws Exception {
        try (var agent = new RealMortal(System.getProperty("paseo.claude"), scratch)) {
            kill(agent, Integer.getInteger("paseo.real.rounds", REAL_ROUNDS));
        }
    }

    private void kill(MortalAgent agent, int rounds) throws IOException, InterruptedException {
        var moments = named("paseo.moments", KillMoment::valueOf, KillMoment.values());
        var ways = named("paseo.ways", KillWay::valueOf, KillWay.values());
        long seed = Long.getLong("paseo.seed", RandomGenerator.getDefault().nextInt());
        var start = System.nanoTime();
        try (var life = new KillRounds(scratch, seed, agent)) {
            var problems = life.run(rounds, moments, ways);
            var report = "seed " + seed + ", " + rounds + " rounds in " + Duration.ofNanos(System.nanoTime() - start).toSeconds() + " s: "
                    + life.summary();
            LOG.log(Level.INFO, report);
            assertEquals(List.of(), problems, () -> report + "\n" + log());
        }
    }

    private static <T> List<T> named(String property, Function<String, T> value, T[] all) {
        return Optional.ofNullable(System.getProperty(property)).map(names -> Stream.of(names.split(",")).map(value).toList())
                .orElse(List.of(all));
    }

    private String log() {
        try {
            return Files.readString(scratch.resolve("home/daemon.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
