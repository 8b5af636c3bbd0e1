package sh.paseo.cli;

import sh.paseo.cli.text.SafeText;

/** The last line that a person sees of an agent that was followed. */
final class LiveEnding {
    private LiveEnding() {}

    static void say(Call call, String shortId, LiveSession.Ending ending) {
        String line = switch (ending.status()) {
            case "completed" -> "Agent " + shortId + " is done. Say more with: paseo send " + shortId + " \"...\"";
            case "interrupted" -> "Agent " + shortId + " was interrupted. Say more with: paseo send " + shortId + " \"...\"";
            case "error" -> "Agent " + shortId + " failed: " + SafeText.line(ending.error().orElse("no reason given"));
            case "timeout" -> "Agent " + shortId + " is still running. Come back with: paseo attach " + shortId;
            default -> "";
        };
        if (!line.isEmpty()) {
            call.terminal().err(line + "\n");
        }
    }
}
