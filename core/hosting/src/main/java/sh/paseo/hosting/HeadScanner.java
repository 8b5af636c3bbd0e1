package sh.paseo.hosting;

/**
 * Finds the end of a head while it arrives, looking at each byte once: a peer that sends single bytes must not cost more.
 *
 * <p><b>Errors</b>: {@link Refusal} 400 for a bare CR or LF, 414 and 431 for what is too long, as soon as it shows.
 */
final class HeadScanner {
    private int at;
    private int lineStart;
    private int headersStart = -1;
    private int lines;
    private boolean afterReturn;

    /** Where the head ends: the index behind its empty line, or -1 if more bytes are needed. */
    int end(byte[] bytes, int used) {
        while (at < used) {
            byte b = bytes[at++];
            if (b == '\n') {
                if (!afterReturn) {
                    throw Refusal.malformed("A line must end with CR LF");
                }
                afterReturn = false;
                if (emptyLine() && headersStart >= 0) {
                    return at;
                }
                nextLine();
            } else if (afterReturn) {
                throw Refusal.malformed("A line must end with CR LF");
            } else {
                afterReturn = b == '\r';
            }
            checkSizes();
        }
        return -1;
    }

    /** Whether the line that just ended is empty. */
    private boolean emptyLine() {
        return at - lineStart == 2;
    }

    private void nextLine() {
        lineStart = at;
        if (headersStart < 0) {
            headersStart = at;
        } else {
            lines++;
        }
    }

    private void checkSizes() {
        if (at - lineStart > HeadParser.MAX_LINE) {
            throw headersStart < 0 ? new Refusal(414, "Request line over " + HeadParser.MAX_LINE + " bytes")
                    : new Refusal(431, "Header over " + HeadParser.MAX_LINE + " bytes");
        }
        if (headersStart >= 0 && at - headersStart > HeadParser.MAX_HEADERS) {
            throw new Refusal(431, "Headers over " + HeadParser.MAX_HEADERS + " bytes");
        }
        if (lines > HeadParser.MAX_COUNT) {
            throw new Refusal(431, "More than " + HeadParser.MAX_COUNT + " headers");
        }
    }
}
