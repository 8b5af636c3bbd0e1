package sh.paseo.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be measured and where.
 *
 * @param distribution the unpacked folder
 * @param results      the file that gets the table
 * @param memory       figures taken before, without a JVM of ours beside the daemon, as {@code key kilobytes} lines
 * @param rounds       how often each program is started
 * @param benches      what is to be measured
 */
record Options(Path distribution, Path results, Optional<Path> memory, int rounds, Set<Bench> benches) {
    /** The kinds of measurements that can be chosen. */
    enum Bench {
        START,
        TRIPS,
        FANOUT,
        TIMELINES,
        SLOW,
        REATTACH
    }

    private static final int DEFAULT_ROUNDS = 9;
    private static final String USAGE = "--paseo FOLDER --out FILE [--memory FILE] [--rounds N]"
            + " [--only start,trips,fanout,timelines,slow,reattach]";

    static Options of(List<String> arguments) {
        Optional<Path> distribution = Optional.empty();
        Optional<Path> results = Optional.empty();
        Optional<Path> memory = Optional.empty();
        int rounds = DEFAULT_ROUNDS;
        Set<Bench> benches = EnumSet.allOf(Bench.class);
        for (int i = 0; i < arguments.size(); i += 2) {
            if (i + 1 == arguments.size()) {
                throw new BenchException(arguments.get(i) + " needs a value; " + USAGE);
            }
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "--paseo" -> distribution = Optional.of(Path.of(value).toAbsolutePath());
                case "--out" -> results = Optional.of(Path.of(value));
                case "--memory" -> memory = Optional.of(Path.of(value));
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--only" -> benches = benches(value);
                default -> throw new BenchException("unknown option " + arguments.get(i) + "; " + USAGE);
            }
        }
        if (distribution.isEmpty() || results.isEmpty()) {
            throw new BenchException("missing an option; " + USAGE);
        }
        return new Options(distribution.get(), results.get(), memory, rounds, benches);
    }

    private static Set<Bench> benches(String names) {
        try {
            return Stream.of(names.split(",")).map(name -> Bench.valueOf(name.toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Bench.class)));
        } catch (IllegalArgumentException e) {
            throw new BenchException("--only " + names + ": unknown; " + USAGE, e);
        }
    }
}
