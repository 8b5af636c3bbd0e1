package sh.paseo.protocol;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonConfig;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads JSON as RFC 8259 has it and refuses what parsers disagree about: bad UTF-8, duplicate keys, text after the end, deep
 * nesting, numbers that only look harmless.
 *
 * <p><b>Thread</b>: any. <b>Limits</b>: {@link #MAX_DEPTH} levels, numbers of {@link #MAX_NUMBER} characters.
 */
public final class StrictJson {
    /** Levels of nesting. Our deepest message has nine. */
    public static final int MAX_DEPTH = 64;

    /** Characters of a number; doubles need 24. */
    private static final int MAX_NUMBER = 128;

    /** The parser's own limit is below our largest message; how large that is, is the connection's business. */
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE,
            "org.eclipse.parsson.maxParsingLimit", Integer.MAX_VALUE));

    private StrictJson() {}

    public static JsonValue read(byte[] utf8) {
        return read(decode(utf8));
    }

    public static JsonValue read(String text) {
        scan(text);
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            return reader.readValue();
        } catch (JsonException | IllegalStateException | ArithmeticException | NumberFormatException failure) {
            throw malformed("Not valid JSON: " + failure.getMessage());
        }
    }

    public static JsonObject readObject(byte[] utf8) {
        if (read(utf8) instanceof JsonObject object) {
            return object;
        }
        throw malformed("A message must be a JSON object");
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException _) {
            throw malformed("Not valid UTF-8");
        }
    }

    /** Checks what the parser does not: depth, the length of numbers and what follows the value. */
    private static void scan(String text) {
        int depth = 0;
        int i = skipSpace(text, 0);
        do {
            if (i >= text.length()) {
                throw malformed("The JSON value has no end");
            }
            char c = text.charAt(i);
            switch (c) {
                case '"' -> i = endOfString(text, i);
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> i = endOfWord(text, i);
            }
            if (depth > MAX_DEPTH) {
                throw malformed("Nested deeper than " + MAX_DEPTH);
            }
            i++;
        } while (depth > 0);
        if (depth < 0 || skipSpace(text, i) < text.length()) {
            throw malformed("Text after the end of the JSON value at character " + i);
        }
    }

    private static ProtocolException malformed(String message) {
        return new ProtocolException(ProtocolException.Code.MALFORMED, message);
    }

    private static int skipSpace(String text, int from) {
        int i = from;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The last character of a number or a literal, or {@code start} if it is neither. */
    private static int endOfWord(String text, int start) {
        int end = start;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        if (end - start > MAX_NUMBER) {
            throw malformed("A number longer than " + MAX_NUMBER + " characters");
        }
        return Math.max(start, end - 1);
    }

    private static int endOfString(String text, int start) {
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static boolean isWordPart(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == '.' || c == 'E' || c == '+' || c == '-';
    }
}
