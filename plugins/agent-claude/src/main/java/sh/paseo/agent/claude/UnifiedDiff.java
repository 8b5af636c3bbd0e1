package sh.paseo.agent.claude;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.Optional;

/** Writes the CLI's structured patch as a unified diff. */
final class UnifiedDiff {
    private UnifiedDiff() {}

    /** Empty if there are no hunks. */
    static Optional<String> of(String path, JsonArray hunks) {
        if (hunks.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder diff = new StringBuilder("--- ").append(path).append('\n').append("+++ ").append(path).append('\n');
        for (JsonObject hunk : Fields.objects(hunks)) {
            diff.append("@@ -").append(range(hunk, "oldStart", "oldLines")).append(" +").append(range(hunk, "newStart", "newLines"))
                    .append(" @@\n");
            Fields.texts(hunk, "lines").forEach(line -> diff.append(line).append('\n'));
        }
        return Optional.of(ToolOutput.clip(diff.toString()));
    }

    private static String range(JsonObject hunk, String start, String lines) {
        return Fields.integer(hunk, start).orElse(1) + "," + Fields.integer(hunk, lines).orElse(1);
    }
}
