package sh.paseo.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.text.Durations;

/**
 * What the user wrote behind the command's name. Reads it with picocli's programmatic model, of which only the chosen command is built:
 * annotations
 * would cost several times the whole start of a command.
 */
final class Arguments {
    private final ParseResult parsed;

    private Arguments(ParseResult parsed) {
        this.parsed = parsed;
    }

    /** A bare line for this command with the options that all share. */
    static CommandLine line(String name, Command command) {
        CommandSpec spec = CommandSpec.create().name("paseo " + name);
        spec.addOption(flag("print JSON", "--json"));
        spec.addOption(value("<format>", "table, json or yaml", "-o", "--format"));
        spec.addOption(flag("print only ids, one a line", "-q", "--quiet"));
        spec.addOption(flag("leave the headings out", "--no-headers"));
        spec.addOption(flag("no colours", "--no-color"));
        spec.addOption(flag("this text", "-h", "--help"));
        AgentGuard.declare(name, spec);
        command.declare(spec);
        var line = new CommandLine(spec);
        // A prompt may begin with an at sign or hold a dollar sign; neither is ours to expand.
        line.setExpandAtFiles(false);
        line.setInterpolateVariables(false);
        line.setOverwrittenOptionsAllowed(true);
        return line;
    }

    /** Reads the words; wrong ones are a usage error. */
    static Arguments parse(CommandLine line, List<String> words) {
        try {
            return new Arguments(line.parseArgs(words.toArray(String[]::new)));
        } catch (CommandLine.ParameterException wrong) {
            throw new CliException("INVALID_OPTIONS", wrong.getMessage(), "See: " + line.getCommandName() + " --help");
        }
    }

    /** An option without a value. */
    static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names).type(boolean.class).arity("0").description(description).build();
    }

    /** An option with a value; given twice, the last one holds. */
    static OptionSpec value(String label, String description, String... names) {
        return OptionSpec.builder(names).type(String.class).arity("1").paramLabel(label).description(description).build();
    }

    /** An option that may be repeated. */
    static OptionSpec many(String label, String description, String... names) {
        return OptionSpec.builder(names).type(String[].class).arity("1").paramLabel(label).description(description).build();
    }

    /** The words that are no options, as many as there are. */
    static PositionalParamSpec words(String label) {
        return PositionalParamSpec.builder().index("0..*").type(String[].class).arity("0..*").paramLabel(label).hideParamSyntax(true)
                .build();
    }

    /** The options that name another daemon, and its password. */
    static void host(CommandSpec spec) {
        spec.addOption(value("<target>", "the daemon: host:port, a port, wss://host:port or a socket path", "--host"));
        password(spec);
    }

    /** The options for the password of a daemon that asks for one, and for whose certificate to take. */
    static void password(CommandSpec spec) {
        spec.addOption(value("<file>", "the daemon's password is in this file", "--password-file"));
        spec.addOption(value("<password>", "the daemon's password; others on this machine can read it here", "--password"));
        spec.addOption(value("<file>", "trust the authorities in this PEM file, and no others, where TLS is spoken", "--ca"));
    }

    boolean has(String option) {
        return parsed.hasMatchedOption(option);
    }

    Optional<String> value(String option) {
        List<String> all = values(option);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    List<String> values(String option) {
        OptionSpec spec = parsed.matchedOption(option);
        return spec == null ? List.of() : spec.stringValues();
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        for (ArgSpec positional : parsed.matchedPositionals()) {
            words.addAll(positional.stringValues());
        }
        return words;
    }

    /** The word at this place, if it is there and not blank. */
    Optional<String> word(int place) {
        List<String> words = words();
        return place < words.size() ? Optional.of(words.get(place)).filter(word -> !word.isBlank()) : Optional.empty();
    }

    /** All words from this place on, joined by blanks: a prompt that was not quoted. */
    Optional<String> rest(int place) {
        List<String> words = words();
        return place < words.size() ? Optional.of(String.join(" ", words.subList(place, words.size()))).filter(rest -> !rest.isBlank())
                : Optional.empty();
    }

    /** The option as a length of time; what is none is an {@code INVALID_TIMEOUT}. */
    Optional<java.time.Duration> duration(String option) {
        return value(option).map(text -> Durations.parse(text).orElseThrow(
                () -> new CliException("INVALID_TIMEOUT", "Invalid " + option + " value: " + text, "Write seconds, or like 5m or 1h30m.")));
    }

    /** The {@code k=v} values of {@code --label}. */
    Map<String, String> labels(boolean commas) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String value : values("--label")) {
            for (String pair : commas ? value.split(",") : new String[] {value}) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new CliException("INVALID_LABEL", "Invalid label: " + pair, "Labels are written key=value.");
                }
                labels.put(pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
            }
        }
        return labels;
    }
}
