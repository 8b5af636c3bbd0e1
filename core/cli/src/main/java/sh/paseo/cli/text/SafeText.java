package sh.paseo.cli.text;

/**
 * Makes text of agents harmless for a terminal. Every control character but line feed and tab is replaced by a picture of itself, so that
 * nothing is
 * hidden, no escape sequence survives, and a sequence cut in two by streaming is as harmless as a whole one.
 */
public final class SafeText {
    private static final char PICTURES = '\u2400';
    private static final char DELETE = '\u2421';
    private static final char REPLACEMENT = '\ufffd';

    private SafeText() {}

    /** Keeps line feeds and tabs. */
    public static String lines(String text) {
        int at = 0;
        while (at < text.length() && harmless(text.charAt(at))) {
            at++;
        }
        return at == text.length() ? text : replaced(text, at);
    }

    /** For a cell of a table or a line of a log: line feeds and tabs become blanks, so that no text can forge a line of its own. */
    public static String line(String text) {
        return lines(text).replace('\n', ' ').replace('\t', ' ');
    }

    private static String replaced(String text, int from) {
        var safe = new StringBuilder(text.length() + 8).append(text, 0, from);
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineEnd = c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n';
            if (!lineEnd) {
                safe.append(harmless(c) ? c : picture(c));
            }
        }
        return safe.toString();
    }

    private static char picture(char c) {
        if (c < ' ') {
            return (char) (PICTURES + c);
        }
        return c == '\u007f' ? DELETE : REPLACEMENT;
    }

    /** Whether a terminal shows this character as a character, and in its place. */
    static boolean harmless(char c) {
        if (c < ' ') {
            return c == '\n' || c == '\t';
        }
        if (c < '\u007f') {
            return true;
        }
        return c > '\u009f' && !separatesLines(c) && !turnsDirection(c);
    }

    private static boolean separatesLines(char c) {
        return c == '\u2028' || c == '\u2029';
    }

    private static boolean turnsDirection(char c) {
        return c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\u200e' || c == '\u200f' || c == '\u061c';
    }
}
