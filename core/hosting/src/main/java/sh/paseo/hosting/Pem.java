package sh.paseo.hosting;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of a PEM file; what stands between them is for people.
 *
 * <p><b>Source</b>: RFC 7468, in the lax form of its section 2.
 *
 * @param label what it is, as {@code CERTIFICATE}
 */
record Pem(String label, byte[] content) {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** <b>Errors</b>: {@link IllegalArgumentException}; the text is not quoted, since it may be a key. */
    static List<Pem> blocks(String text) {
        List<Pem> blocks = new ArrayList<>();
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                throw new IllegalArgumentException("its last block has no beginning line");
            }
            String label = text.substring(at + BEGIN.length(), labelEnd);
            int end = text.indexOf(END + label + DASHES, labelEnd);
            if (end < 0) {
                throw new IllegalArgumentException("a block in it has no end; is the file whole?");
            }
            blocks.add(new Pem(label, content(text.substring(labelEnd + DASHES.length(), end))));
            at = text.indexOf(BEGIN, end);
        }
        return blocks;
    }

    /** Keys of old formats have headers before an empty line: those are not ours to read, and the label says so. */
    private static byte[] content(String body) {
        if (body.indexOf(':') >= 0) {
            return new byte[0];
        }
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException("a block in it is no base64; is the file whole?", malformed);
        }
    }
}
