package sh.paseo.cli;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import sh.paseo.cli.client.CliException;

/** The whole command line: finds the command that is meant, runs it, and turns what goes wrong into a message and an exit code. */
public final class Cli {
    private static final int FAILED = 1;

    private final World world;

    /** In this world; {@link CliMain} makes the real one. */
    public Cli(World world) {
        this.world = world;
    }

    /** Runs the command that the words name and returns its exit code. */
    public int run(List<String> words) {
        try {
            return switch (words.isEmpty() ? "" : words.getFirst()) {
                case "" -> new HomeScreen(world).run();
                case "-v", "-V", "--version" -> print(Version.text() + "\n");
                case "-h", "--help", "help" -> print(Help.text());
                default -> command(words);
            };
        } catch (CliException failure) {
            new Output(world.terminal(), Output.Style.guessed(words)).error(failure);
            return FAILED;
        } catch (UncheckedIOException readerGone) {
            return FAILED;
        }
    }

    private int print(String text) {
        world.terminal().out(text);
        return 0;
    }

    private int command(List<String> words) {
        Chosen chosen = choose(words);
        CommandLine line = Arguments.line(chosen.name, chosen.command);
        Arguments arguments = Arguments.parse(line, chosen.rest);
        if (arguments.has("--help")) {
            return print(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
        }
        var output = new Output(world.terminal(), Output.Style.of(arguments, world.surroundings()));
        try {
            AgentGuard.check(chosen.name, arguments, world.surroundings());
            return chosen.command.run(new Call(world, arguments, output));
        } catch (CliException failure) {
            output.error(failure);
            return FAILED;
        }
    }

    private record Chosen(String name, Command command, List<String> rest) {}

    /** Options before the command's name are the same as behind it. */
    private static Chosen choose(List<String> words) {
        List<String> rest = new ArrayList<>();
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            boolean hasValue = List.of("-o", "--format", "--host", "--password-file", "--password", "--ca").contains(words.get(at))
                    && at + 1 < words.size();
            rest.add(words.get(at++));
            if (hasValue) {
                rest.add(words.get(at++));
            }
        }
        if (at == words.size()) {
            throw new CliException("UNKNOWN_COMMAND", "Missing command", "See: paseo --help");
        }
        String first = words.get(at++);
        boolean group = Commands.isGroup(first);
        if (group && at == words.size()) {
            throw new CliException("UNKNOWN_COMMAND", "Missing command behind: paseo " + first, "See: paseo --help");
        }
        String name = group ? first + " " + words.get(at++) : first;
        rest.addAll(words.subList(at, words.size()));
        Command command = Commands.find(name).orElseThrow(
                () -> new CliException("UNKNOWN_COMMAND", "Unknown command: paseo " + name, "See: paseo --help"));
        return new Chosen(name, command, rest);
    }
}
