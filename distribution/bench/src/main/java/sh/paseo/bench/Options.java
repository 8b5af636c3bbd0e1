package sh.paseo.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be measured and where.
 *
 * @param distribution the unpacked folder
 * @param results      the file that gets the table
 * @param memory       figures taken before, without a JVM of ours beside the daemon, as {@code key kilobytes} lines
 * @param rounds       how often each program is started
 */
record Options(Path distribution, Path results, Optional<Path> memory, int rounds) {
    private static final int DEFAULT_ROUNDS = 9;
    private static final String USAGE = "--paseo FOLDER --out FILE [--memory FILE] [--rounds N]";

    static Options of(List<String> arguments) {
        Optional<Path> distribution = Optional.empty();
        Optional<Path> results = Optional.empty();
        Optional<Path> memory = Optional.empty();
        int rounds = DEFAULT_ROUNDS;
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
                default -> throw new BenchException("unknown option " + arguments.get(i) + "; " + USAGE);
            }
        }
        if (distribution.isEmpty() || results.isEmpty()) {
            throw new BenchException("missing an option; " + USAGE);
        }
        return new Options(distribution.get(), results.get(), memory, rounds);
    }
}
