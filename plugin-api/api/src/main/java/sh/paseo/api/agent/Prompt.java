package sh.paseo.api.agent;

import java.util.List;
import java.util.Objects;

/** What the user asks of the agent. At least one of text and images is not empty. */
public record Prompt(String text, List<Image> images) {
    /** An image, its bytes in base64. */
    public record Image(String mimeType, String base64) {
        public Image {
            Objects.requireNonNull(mimeType);
            Objects.requireNonNull(base64);
        }
    }

    public Prompt {
        Objects.requireNonNull(text);
        images = List.copyOf(images);
        if (text.isBlank() && images.isEmpty()) {
            throw new IllegalArgumentException("a prompt needs text or an image");
        }
    }

    public static Prompt of(String text) {
        return new Prompt(text, List.of());
    }
}
