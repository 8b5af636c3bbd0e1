package sh.paseo.cli;

import java.util.Optional;
import java.util.Set;

/** All commands by name. A command's class is loaded only when it is chosen. */
final class Commands {
    private static final Set<String> GROUPS = Set.of("agent", "config", "daemon", "permit", "provider", "plugin", "worktree");
    private static final String AGENT = "agent ";

    private Commands() {}

    /** Whether the word needs another one behind it. */
    static boolean isGroup(String word) {
        return GROUPS.contains(word);
    }

    /** The command of this name; {@code agent X} is {@code X}. */
    static Optional<Command> find(String name) {
        return Optional.ofNullable(switch (name) {
            case "agent mode" -> new AgentModeCommand();
            case "agent update" -> new AgentUpdateCommand();
            case "agent reload" -> new AgentReloadCommand();
            case "agent record" -> new AgentRecordCommand();
            case "permit ls" -> new PermitLsCommand();
            case "permit allow" -> new PermitAnswerCommand(true);
            case "permit deny" -> new PermitAnswerCommand(false);
            case "provider ls" -> new ProviderLsCommand();
            case "provider models" -> new ProviderModelsCommand();
            case "plugin ls" -> new PluginLsCommand();
            case "worktree ls" -> new WorktreeLsCommand();
            case "config check" -> new ConfigCommand(ConfigCommand.Task.CHECK);
            case "config get" -> new ConfigCommand(ConfigCommand.Task.GET);
            case "config set" -> new ConfigCommand(ConfigCommand.Task.SET);
            case "config unset" -> new ConfigCommand(ConfigCommand.Task.UNSET);
            case "config path" -> new ConfigCommand(ConfigCommand.Task.PATH);
            case "config schema" -> new ConfigCommand(ConfigCommand.Task.SCHEMA);
            case "doctor" -> new DoctorCommand();
            case "start", "daemon start" -> new DaemonStartCommand();
            case "status", "daemon status" -> new DaemonStatusCommand();
            case "restart", "daemon restart" -> new DaemonRestartCommand();
            case "daemon stop" -> new DaemonStopCommand();
            case "daemon set-password" -> new DaemonSetPasswordCommand();
            default -> agents(name.startsWith(AGENT) ? name.substring(AGENT.length()) : name);
        });
    }

    private static Command agents(String name) {
        return switch (name) {
            case "ls" -> new LsCommand();
            case "run" -> new RunCommand();
            case "attach" -> new AttachCommand();
            case "logs" -> new LogsCommand();
            case "send" -> new SendCommand();
            case "wait" -> new WaitCommand();
            case "stop" -> new StopCommand(false);
            case "delete" -> new StopCommand(true);
            case "inspect" -> new InspectCommand();
            case "archive" -> new ArchiveCommand();
            default -> null;
        };
    }
}
