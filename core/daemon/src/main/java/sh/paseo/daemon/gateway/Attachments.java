package sh.paseo.daemon.gateway;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.Optional;

/**
 * Attachments of a prompt as text. Invalid ones are left out, as clients expect. Pure. <b>Source</b>: wire specification 03, G2.
 */
final class Attachments {
    private Attachments() {}

    static Optional<String> text(JsonObject attachment) {
        return switch (attachment.getString("type", "")) {
            case "text" -> Optional.ofNullable(attachment.getString("text", null))
                    .map(text -> attachment.getString("title", "").isEmpty() ? text : attachment.getString("title") + ":\n" + text);
            case "github_pr" -> numbered("Pull request", attachment);
            case "github_issue" -> numbered("Issue", attachment);
            case "review" -> review(attachment);
            default -> Optional.empty();
        };
    }

    private static Optional<String> numbered(String kind, JsonObject attachment) {
        if (!(attachment.get("number") instanceof JsonNumber number) || attachment.getString("title", "").isEmpty()) {
            return Optional.empty();
        }
        String body = attachment.getString("body", "");
        return Optional.of(kind + " #" + number + ": " + attachment.getString("title") + "\n" + attachment.getString("url", "")
                + (body.isEmpty() ? "" : "\n\n" + body));
    }

    private static Optional<String> review(JsonObject attachment) {
        if (!attachment.containsKey("comments")) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("Review comments:");
        for (JsonObject comment : attachment.getJsonArray("comments").getValuesAs(JsonObject.class)) {
            text.append("\n- ").append(comment.getString("filePath", "?")).append(':').append(comment.getInt("lineNumber", 0)).append(": ")
                    .append(comment.getString("body", ""));
        }
        return Optional.of(text.toString());
    }
}
