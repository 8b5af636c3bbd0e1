package sh.paseo.daemon;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.Programs;
import sh.paseo.daemon.config.AgentVariable;

/**
 * The values of variables that the configuration gives to agents. What a command printed is kept in memory for a while, so that a password
 * store is not asked at every step.
 *
 * <p><b>Errors</b>: {@code PluginException} naming the variable's place, never a value. <b>Thread</b>: any; may run programs.
 */
final class AgentVariables {
    static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Map<String, String> start;
    private final Programs programs;
    private final LongSupplier nanos;
    private final Map<List<String>, Printed> printed = new ConcurrentHashMap<>();

    private record Printed(String text, long at) {}

    /** @param start what the daemon was started with */
    AgentVariables(Map<String, String> start, Programs programs, LongSupplier nanos) {
        this.start = Map.copyOf(start);
        this.programs = programs;
        this.nanos = nanos;
    }

    /** @param place where the section stands in the configuration */
    Map<String, String> of(String place, JsonObject section) {
        Map<String, String> values = new HashMap<>();
        section.forEach((name, value) -> values.put(name, switch (AgentVariable.of(value)) {
            case AgentVariable.Text(String text) -> text;
            case AgentVariable.FromEnv(String variable) -> Optional.ofNullable(start.get(variable)).orElseThrow(
                    () -> new PluginException(PluginException.Code.MISSING, place + "." + name + ": the daemon was started without "
                            + variable + "; start it again where it is set"));
            case AgentVariable.FromCommand(List<String> command) -> printed.compute(command,
                    (words, before) -> before != null && nanos.getAsLong() - before.at < KEPT.toNanos() ? before
                            : run(place + "." + name, words)).text;
        }));
        return values;
    }

    private Printed run(String place, List<String> command) {
        Programs.Result result;
        try {
            result = programs.run(command, Map.of(), LIMIT);
        } catch (PluginException failed) {
            throw new PluginException(failed.code(), place + ": " + failed.getMessage(), failed);
        }
        if (result.exitCode() != 0 || result.out().isBlank()) {
            throw new PluginException(PluginException.Code.BROKEN, place + ": " + command.getFirst() + " ended with code "
                    + result.exitCode() + (result.exitCode() == 0 ? " and printed nothing" : "") + "; try it in a terminal");
        }
        return new Printed(result.out().stripTrailing(), nanos.getAsLong());
    }
}
