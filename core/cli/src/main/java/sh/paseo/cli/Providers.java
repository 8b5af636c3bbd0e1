package sh.paseo.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.DaemonListener;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Request;

/** The agent providers of a daemon. <b>Source:</b> spec/wire/03 G5. */
final class Providers {
    private static final long PROBE_SECONDS = 10;

    private Providers() {}

    static List<JsonObject> snapshot(DaemonConnection connection) {
        return Json.children(connection.request(Request.of("get_providers_snapshot_request", Json.EMPTY)), "entries");
    }

    static boolean enabled(JsonObject entry) {
        return Json.value(entry, "enabled") != JsonValue.FALSE;
    }

    static boolean available(JsonObject entry) {
        return enabled(entry) && Json.text(entry, "status").orElse("").equals("ready");
    }

    /** The provider to use when the user names none: the configured one, else the only one that is available. */
    static String preferred(Call call, DaemonConnection connection) {
        Optional<String> configured = Json.filled(Json.child(call.surroundings().home().config(), "agents"), "default");
        if (configured.isPresent()) {
            return configured.get();
        }
        List<JsonObject> entries = settled(connection);
        List<String> available = entries.stream().filter(Providers::available).map(entry -> Json.text(entry, "provider").orElse(""))
                .toList();
        if (available.size() == 1) {
            return available.getFirst();
        }
        throw new CliException("MISSING_PROVIDER", "Which agent? Say --provider <provider>[/<model>]", available.isEmpty()
                ? "None is available: " + String.join("; ", entries.stream().map(Providers::why).toList())
                : "Available: " + String.join(", ", available) + ". Or set agents.default in config.json.");
    }

    private static String why(JsonObject entry) {
        String status = enabled(entry) ? Json.text(entry, "status").orElse("") : "disabled";
        return Json.text(entry, "provider").orElse("") + " " + status
                + Json.filled(entry, "error").map(error -> " (" + error + ")").orElse("");
    }

    /** The providers once the daemon has looked at all of them, or as far as it came within ten seconds. */
    static List<JsonObject> settled(DaemonConnection connection) {
        var news = new Semaphore(0);
        connection.listen(new DaemonListener() {
            @Override
            public void message(JsonObject message) {
                if (Json.text(message, "type").orElse("").equals("providers_snapshot_update")) {
                    news.release();
                }
            }

            @Override
            public void reconnected() {
                news.release();
            }

            @Override
            public void lost(String reason) {
                news.release();
            }
        });
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PROBE_SECONDS);
        List<JsonObject> entries = snapshot(connection);
        try {
            while (entries.stream().anyMatch(Providers::loading) && news.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                entries = snapshot(connection);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return entries;
    }

    private static boolean loading(JsonObject entry) {
        return enabled(entry) && Json.text(entry, "status").orElse("").equals("loading");
    }
}
