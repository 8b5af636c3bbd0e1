package sh.paseo.hosting;

import java.nio.charset.StandardCharsets;

/** Answers that are written without Helidon, after which the connection ends. */
final class Answers {
    private Answers() {}

    static byte[] closing(HttpAnswer answer) {
        StringBuilder head = new StringBuilder(256).append("HTTP/1.1 ").append(answer.status()).append(' ')
                .append(reason(answer.status())).append("\r\nConnection: close\r\nContent-Length: ").append(answer.body().length)
                .append("\r\n");
        if (!answer.contentType().isEmpty()) {
            head.append("Content-Type: ").append(answer.contentType()).append("\r\n");
        }
        for (HttpHeader header : answer.headers()) {
            head.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[start.length + answer.body().length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(answer.body(), 0, whole, start.length, answer.body().length);
        return whole;
    }

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 426 -> "Upgrade Required";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 503 -> "Service Unavailable";
            default -> "Refused";
        };
    }
}
