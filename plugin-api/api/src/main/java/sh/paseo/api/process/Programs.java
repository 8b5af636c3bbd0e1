package sh.paseo.api.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Finds and runs short-lived programs. <b>Thread</b>: any; calls block. */
public interface Programs {
    /** Where a program lies: an absolute path as it is, a name as found on the agents' PATH. */
    Optional<Path> find(String program);

    /**
     * Runs a program to its end, without standard input.
     *
     * <p><b>Limits</b>: output beyond 1 MiB is cut. <b>Errors</b>: {@code MISSING} if it cannot be started, {@code BROKEN} if it
     * has not ended after {@code limit}; it is killed then.
     *
     * @param environment added to what agents inherit
     */
    Result run(List<String> command, Map<String, String> environment, Duration limit);

    /** What a program said. */
    record Result(int exitCode, String out, String err) {
        public Result {
            Objects.requireNonNull(out);
            Objects.requireNonNull(err);
        }
    }
}
