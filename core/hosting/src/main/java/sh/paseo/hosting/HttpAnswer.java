package sh.paseo.hosting;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A small answer, held in memory. */
public record HttpAnswer(int status, String contentType, byte[] body, List<HttpHeader> headers) {
    public HttpAnswer {
        Objects.requireNonNull(contentType);
        Objects.requireNonNull(body);
        headers = List.copyOf(headers);
    }

    /** JSON text that is already encoded. */
    public static HttpAnswer json(int status, String json) {
        return new HttpAnswer(status, "application/json; charset=utf-8", json.getBytes(StandardCharsets.UTF_8), List.of());
    }

    static HttpAnswer text(int status, String text) {
        return new HttpAnswer(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), List.of());
    }

    static HttpAnswer empty(int status, List<HttpHeader> headers) {
        return new HttpAnswer(status, "", new byte[0], headers);
    }

    HttpAnswer with(HttpHeader header) {
        List<HttpHeader> more = new ArrayList<>(headers);
        more.add(header);
        return new HttpAnswer(status, contentType, body, more);
    }
}
