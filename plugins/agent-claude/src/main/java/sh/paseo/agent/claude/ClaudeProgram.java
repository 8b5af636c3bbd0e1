package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.Programs;

/**
 * How the CLI is called.
 *
 * @param command     from the setting {@code command}, else {@code claude}; its first word as found
 * @param environment what Paseo always sets
 */
record ClaudeProgram(List<String> command, Map<String, String> environment) {
    private static final String KEY = "agents.providers.claude.command";
    /** An update in the middle of a conversation, and calls home that an offline machine waits for, are never wanted here. */
    private static final Map<String, String> ALWAYS = Map.of("DISABLE_AUTOUPDATER", "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");

    ClaudeProgram {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** @param inherited what the process will get besides; its PATH is where the program was looked for */
    static ClaudeProgram find(Programs programs, JsonObject settings, Map<String, String> inherited) {
        List<String> words = command(settings);
        Path found = programs.find(words.getFirst()).orElseThrow(() -> new PluginException(PluginException.Code.MISSING,
                missing(words.getFirst(), inherited)));
        List<String> command = new ArrayList<>(words);
        command.set(0, found.toString());
        return new ClaudeProgram(command, ALWAYS);
    }

    private static List<String> command(JsonObject settings) {
        if (!settings.containsKey("command")) {
            return List.of("claude");
        }
        List<String> words = Fields.texts(settings, "command");
        if (words.isEmpty() || words.size() != Fields.array(settings, "command").size()) {
            throw new PluginException(PluginException.Code.INVALID,
                    KEY + " must be an array of texts such as [\"claude\"], not " + settings.get("command"));
        }
        return words;
    }

    private static String missing(String program, Map<String, String> inherited) {
        String where = program.contains("/") ? "there is no such program"
                : "it is in none of the folders of PATH: " + Optional.ofNullable(inherited.get("PATH")).orElse("(not set)");
        return "Claude Code was not found: \"" + program + "\": " + where + ". Install it with \"npm install -g "
                + "@anthropic-ai/claude-code\", or set " + KEY + " to where it is.";
    }

    List<String> with(List<String> arguments) {
        List<String> all = new ArrayList<>(command);
        all.addAll(arguments);
        return all;
    }
}
