package sh.paseo.hosting;

import java.util.List;

/** What the gate says about a request. */
sealed interface Verdict {
    /** Go on; the headers belong on the answer, whatever it will be. */
    record Pass(List<HttpHeader> headers) implements Verdict {}

    /** A question of a browser, answered by the headers alone. */
    record Preflight(List<HttpHeader> headers) implements Verdict {}

    /** Not served. */
    record Refuse(int status, String reason) implements Verdict {}
}
