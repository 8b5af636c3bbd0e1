package sh.paseo.cli;

import picocli.CommandLine.Model.CommandSpec;

/** One command of the line: what it accepts and what it does. */
interface Command {
    /** Adds the command's own options; those that all commands share are there already. */
    void declare(CommandSpec spec);

    /** Runs it and returns the exit code. Failures are thrown as {@link sh.paseo.cli.client.CliException}. */
    int run(Call call);
}
