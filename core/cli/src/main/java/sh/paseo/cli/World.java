package sh.paseo.cli;

import sh.paseo.cli.client.Dial;

/** Everything outside the command: what it talks to people with, finds around itself, connects with, and starts daemons with. */
public record World(Terminal terminal, Surroundings surroundings, Dial dial, DaemonProgram program) {}
