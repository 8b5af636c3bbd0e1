package sh.paseo.cli.client;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The requests of a connection that have no answer yet, in the order in which they were asked.
 *
 * <p><b>Thread:</b> any; whoever sends keeps others from sending.
 */
final class Unanswered {
    private final Map<String, Asked> requests = new LinkedHashMap<>();

    private static final class Asked {
        private final Request request;
        private final String text;
        private final Consumer<Reply> whenDone;
        private volatile boolean sent;

        Asked(Request request, String text, Consumer<Reply> whenDone) {
            this.request = request;
            this.text = text;
            this.whenDone = whenDone;
        }
    }

    void add(String id, Request request, Consumer<Reply> whenDone) {
        var message = Json.object(request.fields()).add("type", request.type()).add("requestId", id);
        String text = Json.object().add("type", "session").add("message", message).build().toString();
        synchronized (requests) {
            requests.remove(id);
            requests.put(id, new Asked(request, text, whenDone));
        }
    }

    void forget(String id) {
        take(id);
    }

    private Asked take(String id) {
        synchronized (requests) {
            return requests.remove(id);
        }
    }

    void send(String id, Wire wire) {
        Asked asked;
        synchronized (requests) {
            asked = requests.get(id);
        }
        if (asked != null) {
            send(asked, wire);
        }
    }

    /** Once more, oldest first. */
    void sendAll(Wire wire) {
        List<Asked> all;
        synchronized (requests) {
            all = new ArrayList<>(requests.values());
        }
        for (Asked asked : all) {
            send(asked, wire);
        }
    }

    private static void send(Asked asked, Wire wire) {
        asked.sent = true;
        try {
            wire.send(asked.text);
        } catch (IOException broken) {
            // The one who reads it notices too, and what becomes of the requests is its business.
            wire.close();
        }
    }

    /** Gives an answer to who asked; false if this message is none. */
    boolean settle(String type, JsonObject payload) {
        String id = Json.text(payload, "requestId").orElse("");
        Asked asked;
        synchronized (requests) {
            asked = requests.get(id);
        }
        boolean refused = type.equals("rpc_error");
        if (asked == null || !refused && !asked.request.replies().contains(type) || take(id) == null) {
            return false;
        }
        asked.whenDone.accept(refused ? new Reply.Refused(refusal(payload)) : new Reply.Answered(payload));
        return true;
    }

    private static CliException refusal(JsonObject payload) {
        return new CliException(Json.text(payload, "code").orElse("RPC_ERROR"),
                Json.text(payload, "error").orElse("The daemon refused the request"));
    }

    /** No answer comes any more. @param inDoubt whether a change that was sent is told apart from what surely did not happen */
    void end(CliException why, boolean inDoubt) {
        List<Asked> all;
        synchronized (requests) {
            all = new ArrayList<>(requests.values());
            requests.clear();
        }
        for (Asked asked : all) {
            boolean unknown = inDoubt && asked.sent && asked.request.changes();
            asked.whenDone.accept(new Reply.Refused(unknown ? unknown(asked.request, why) : why));
        }
    }

    private static CliException unknown(Request request, CliException why) {
        return new CliException(DaemonConnection.UNKNOWN, "Interrupted, outcome unknown: " + request.type() + " was sent and not answered. "
                + why.getMessage(), why.details().orElse("See how things stand with: paseo ls"));
    }
}
