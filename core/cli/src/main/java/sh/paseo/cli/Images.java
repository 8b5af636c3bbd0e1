package sh.paseo.cli;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.Json;

/** Image files as the {@code images} of a prompt. <b>Source:</b> spec/wire/03 G2. */
final class Images {
    private Images() {}

    static JsonArray read(List<String> paths, Surroundings around) {
        List<JsonObject> images = new ArrayList<>();
        for (String path : paths) {
            try {
                byte[] bytes = Files.readAllBytes(around.resolve(path));
                images.add(Json.object().add("data", Base64.getEncoder().encodeToString(bytes)).add("mimeType", mimeType(path)).build());
            } catch (IOException unreadable) {
                throw new CliException("IMAGE_READ_ERROR", "Cannot read image " + path + ": " + unreadable.getMessage());
            }
        }
        return Json.array(images);
    }

    private static String mimeType(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "jpg", "jpeg" -> "image/jpeg";
            case "gif" -> "image/gif";
            case "webp" -> "image/webp";
            case "svg" -> "image/svg+xml";
            case "png" -> "image/png";
            default ->
                throw new CliException("IMAGE_READ_ERROR", "Not a known kind of image: " + path, "Known are png, jpg, gif, webp and svg.");
        };
    }
}
