/**
 * The {@code paseo} command. {@link sh.paseo.cli.CliMain} starts it, {@link sh.paseo.cli.Cli} picks a {@link sh.paseo.cli.Command}; every
 * command is
 * a class of its own, so that only the chosen one is loaded.
 */
package sh.paseo.cli;
