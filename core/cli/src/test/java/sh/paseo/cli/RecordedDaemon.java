package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import sh.paseo.api.transport.CloseReason;
import sh.paseo.cli.client.Dial;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Target;
import sh.paseo.cli.client.Wire;

/**
 * Plays the daemon's part of a recording: checks each request against the recorded one and answers with what was recorded behind it,
 * request ids
 * exchanged. Where the recorded client left, it calls {@code atTheEnd}.
 */
final class RecordedDaemon implements Dial, Wire {
    private static final String END = "end of the recording";

    private final List<Recording.Step> steps;
    private final Runnable atTheEnd;
    private final BlockingQueue<Optional<String>> toClient = new LinkedBlockingQueue<>();
    private final Map<String, String> requestIds = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private int next;

    RecordedDaemon(Recording recording, Runnable atTheEnd) {
        this.steps = recording.steps();
        this.atTheEnd = atTheEnd;
    }

    @Override
    public Wire dial(Target target, Duration timeout) {
        return this;
    }

    @Override
    public synchronized void send(String text) {
        JsonObject sent = Json.read(text);
        if (next >= steps.size() || steps.get(next).close()) {
            differences.add("sent more than was recorded: " + text);
            return;
        }
        JsonObject recorded = steps.get(next++).payload();
        compare(recorded, sent);
        playOn();
    }

    private void playOn() {
        while (next < steps.size() && !steps.get(next).fromClient()) {
            String text = steps.get(next++).payload().toString();
            for (Map.Entry<String, String> id : requestIds.entrySet()) {
                text = text.replace(id.getKey(), id.getValue());
            }
            toClient.add(Optional.of(text));
        }
        if (next < steps.size() && steps.get(next).close()) {
            toClient.add(Optional.of(END));
        }
    }

    private void compare(JsonObject recorded, JsonObject sent) {
        if (Json.text(recorded, "type").orElse("").equals("hello")) {
            check(without(recorded, "clientId", "appVersion"), without(sent, "clientId", "appVersion"));
            return;
        }
        JsonObject expected = Json.child(recorded, "message");
        JsonObject actual = Json.child(sent, "message");
        boolean permission = Json.text(expected, "type").orElse("").equals("agent_permission_response");
        if (permission) {
            check(expected, actual);
            return;
        }
        requestIds.put(Json.text(expected, "requestId").orElse("?"), Json.text(actual, "requestId").orElse("missing"));
        check(without(expected, "requestId", "messageId"), without(actual, "requestId", "messageId"));
    }

    private void check(JsonObject expected, JsonObject actual) {
        if (!expected.equals(actual)) {
            differences.add("expected " + expected + "\n  but sent " + actual);
        }
    }

    private static JsonObject without(JsonObject object, String... names) {
        var copy = Json.object(object);
        for (String name : names) {
            copy.remove(name);
        }
        return copy.build();
    }

    /** How the client's part differed from the recorded one. */
    synchronized List<String> differences() {
        List<String> all = new ArrayList<>(differences);
        if (next < steps.size() && steps.get(next).fromClient() && !steps.get(next).close()) {
            all.add("did not send " + steps.get(next).payload());
        }
        return all;
    }

    @Override
    public Optional<String> receive() {
        try {
            Optional<String> text = toClient.take();
            if (!text.equals(Optional.of(END))) {
                return text;
            }
            // The reader has handed on everything before this.
            atTheEnd.run();
            return toClient.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Optional<CloseReason> farewell() {
        return Optional.empty();
    }

    @Override
    public void close() {
        toClient.add(Optional.empty());
    }
}
