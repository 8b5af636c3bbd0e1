package sh.paseo.it;

import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A request that changes something, and its answer if one came. */
record Asked(JsonObject request, CompletableFuture<String> reply) {
    String type() {
        return request.getString("type");
    }

    boolean answered() {
        return reply.isDone() && !reply.isCompletedExceptionally();
    }

    Optional<String> answer() {
        return answered() ? Optional.of(reply.join()) : Optional.empty();
    }

    /** What the answer says; only once there is one. */
    JsonObject payload() {
        return LiveClient.parse(reply.join()).getJsonObject("message").getJsonObject("payload");
    }

    /** Whether the daemon has said that it did what was asked. */
    boolean granted() {
        return answered() && (payload().getBoolean("accepted", false) || payload().getString("status", "").equals("agent_created"));
    }
}
