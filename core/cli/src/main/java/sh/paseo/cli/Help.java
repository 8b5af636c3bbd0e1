package sh.paseo.cli;

/** What {@code paseo --help} prints. */
final class Help {
    private Help() {}

    static String text() {
        return """
                Usage: paseo <command> [options]

                Agents
                  run <prompt>              start an agent and follow it
                  ls                        list agents
                  attach <id>               follow an agent
                  logs <id>                 print what an agent did
                  send <id> <prompt>        say something to an agent
                  wait <id>                 wait until an agent is done
                  stop <id>                 interrupt an agent
                  inspect <id>              show everything about an agent
                  archive <id>              put an agent away
                  delete <id>               remove an agent
                  agent mode <id> [mode]    show or change the mode
                  agent update <id>         change the name or labels
                  agent reload <id>         start the agent's program again
                  agent record <id>         write down what its program was told and said

                Permissions
                  permit ls                 list what agents ask for
                  permit allow <id> [req]   allow it
                  permit deny <id> [req]    deny it

                Daemon
                  daemon start|stop|restart|status
                  daemon set-password       ask whoever connects over a network for a password
                  config check|get|set|unset|path|schema
                                            look at the configuration or change it
                  doctor                    look for what is wrong, and say what to do
                  provider ls               list agent providers
                  provider models <name>    list the models of a provider
                  plugin ls                 list plugins
                  worktree ls               list worktrees

                Every command: --json, -o table|json|yaml, -q, --no-headers, --no-color, -h
                Commands that talk to a daemon: --host <host:port, port or socket path>, --password-file <file>
                """;
    }
}
