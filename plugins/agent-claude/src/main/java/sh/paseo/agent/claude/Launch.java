package sh.paseo.agent.claude;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.agent.SessionSettings;
import sh.paseo.api.process.ProcessSpec;

/**
 * The process of one conversation.
 *
 * <p>Every value is joined to its option by {@code =}, so that text from users is never read as an option.
 *
 * @param mcpFile where the servers' configuration was written; a command line is no place for their secrets
 * @param root    whether we run as root, which the CLI lets skip permissions only inside a sandbox
 */
record Launch(ClaudeProgram program, SessionSettings settings, Optional<Path> mcpFile, boolean root) {
    static final String BYPASS = "bypassPermissions";

    ProcessSpec fresh(String sessionId) {
        return spec("--session-id=" + sessionId);
    }

    ProcessSpec resume(String sessionId) {
        return spec("--resume=" + sessionId);
    }

    private ProcessSpec spec(String session) {
        List<String> arguments = new ArrayList<>(List.of("-p", "--input-format=stream-json", "--output-format=stream-json", "--verbose",
                "--include-partial-messages", "--permission-prompt-tool=stdio", session));
        settings.model().filter(model -> !model.equals("default")).ifPresent(model -> arguments.add("--model=" + model));
        settings.mode().ifPresent(mode -> arguments.add("--permission-mode=" + mode));
        settings.thinking().ifPresent(level -> arguments.add("--effort=" + level));
        settings.systemPrompt().ifPresent(text -> arguments.add("--append-system-prompt=" + text));
        mcpFile.ifPresent(file -> arguments.add("--mcp-config=" + file));
        if (!root) {
            // Lets the user choose the mode later; as root the CLI would refuse to start.
            arguments.add("--allow-dangerously-skip-permissions");
        }
        return new ProcessSpec(program.with(arguments), settings.directory(), environment(), ProcessSpec.EndSignal.INT);
    }

    /**
     * The user who chose this mode as root has said that nothing is to be asked; the CLI starts then only if it is told that it
     * sits in a sandbox. In every other mode it is not told so.
     */
    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>(program.environment());
        if (root && settings.mode().equals(Optional.of(BYPASS))) {
            environment.put("IS_SANDBOX", "1");
        }
        return environment;
    }
}
