package sh.paseo.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The one place that decides whether a request from a socket is served, plain requests and upgrades alike. Against web pages: their
 * requests come from inside this machine, and all that tells them from ours is what browsers put into Host and Origin.
 *
 * <p>In this order: Host (DNS rebinding), Origin (pages of others), what a browser says about the request's site, the kind of body a
 * page could send without asking. Where a password is asked for, that comes next, behind these and before any route.
 *
 * <p>Forwarded headers are never read. An IP address passes as Host, because rebinding needs a name; as an Origin it is a page like
 * any other.
 *
 * <p><b>Thread</b>: any; no state.
 */
public final class RequestGate {
    private static final Set<String> OWN_HOSTS = Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    static final HttpHeader VARY = new HttpHeader("Vary", "Origin");

    private final GatePolicy policy;

    public RequestGate(GatePolicy policy) {
        this.policy = policy;
    }

    /**
     * How a request came in.
     *
     * @param listening the host of the listener; empty for a Unix socket
     * @param tls       whether it came over our own TLS. Without it there may be a proxy in front that speaks it
     */
    record Entry(String listening, boolean tls) {}

    Verdict judge(HttpHead head, Entry entry) {
        Authority host;
        try {
            host = host(head);
        } catch (Refusal e) {
            return new Verdict.Refuse(e.status(), e.getMessage());
        }
        List<String> origins = head.all("Origin");
        if (origins.size() > 1) {
            return new Verdict.Refuse(400, "More than one Origin header");
        }
        if (origins.isEmpty()) {
            return withoutOrigin(head);
        }
        Optional<Origin> origin = Origin.parse(origins.getFirst());
        if (origin.isPresent() && policy.origins().contains(origin.get())) {
            return head.method().equals("OPTIONS") ? new Verdict.Preflight(preflight(head, origin.get())) : pass(head, cors(origin.get()));
        }
        if (origin.isPresent() && origin.get().servedBy(host, entry.tls()) && own(host, entry.listening())) {
            return pass(head, List.of(VARY));
        }
        return new Verdict.Refuse(403, "Origin not allowed");
    }

    private Authority host(HttpHead head) {
        List<String> hosts = head.all("Host");
        if (hosts.size() != 1) {
            throw Refusal.malformed(hosts.isEmpty() ? "Missing Host header" : "More than one Host header");
        }
        Authority named = Authority.parse(hosts.getFirst());
        if (head.authority().isPresent()) {
            Authority target = Authority.parse(head.authority().get());
            admit(target, head);
            admit(named, head);
            if (!target.equals(named)) {
                throw Refusal.malformed("The Host header differs from the target");
            }
            return target;
        }
        admit(named, head);
        return named;
    }

    private void admit(Authority authority, HttpHead head) {
        if (!policy.hosts().admits(authority)) {
            // Existing clients show these texts.
            throw new Refusal(403, head.upgrades() ? "Host not allowed" : "Invalid Host header");
        }
    }

    /** Programs send no Origin; browsers leave it out only where a page could always reach, and say where the page is from. */
    private Verdict withoutOrigin(HttpHead head) {
        Optional<String> site = head.header("Sec-Fetch-Site");
        boolean foreign = site.isPresent() && !site.get().equals("same-origin") && !site.get().equals("none");
        if (foreign && (!head.safe() || head.upgrades())) {
            return new Verdict.Refuse(403, "Cross-site request not allowed");
        }
        return pass(head, List.of(VARY));
    }

    private static Verdict pass(HttpHead head, List<HttpHeader> headers) {
        if (head.method().equals("OPTIONS")) {
            return new Verdict.Preflight(headers);
        }
        if (!head.safe() && head.contentLength() > 0 && !json(head)) {
            // Forms and plain text are what a page can send without a preflight.
            return new Verdict.Refuse(415, "Content-Type must be application/json");
        }
        return new Verdict.Pass(headers);
    }

    private static boolean json(HttpHead head) {
        String type = head.header("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().equalsIgnoreCase("application/json");
    }

    /** Our own names: those nobody else can answer for, the address we listen on, and those the user named. */
    private boolean own(Authority host, String listening) {
        return OWN_HOSTS.contains(host.host()) || host.host().equals(listening) || policy.hosts().named(host.host());
    }

    private static List<HttpHeader> cors(Origin origin) {
        return List.of(VARY, new HttpHeader("Access-Control-Allow-Origin", origin.toString()),
                new HttpHeader("Access-Control-Allow-Credentials", "true"));
    }

    private static List<HttpHeader> preflight(HttpHead head, Origin origin) {
        List<HttpHeader> headers = new ArrayList<>(cors(origin));
        headers.add(new HttpHeader("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS"));
        headers.add(new HttpHeader("Access-Control-Allow-Headers", "Content-Type, Authorization"));
        if (head.header("Access-Control-Request-Private-Network").isPresent()) {
            headers.add(new HttpHeader("Access-Control-Allow-Private-Network", "true"));
        }
        return headers;
    }
}
