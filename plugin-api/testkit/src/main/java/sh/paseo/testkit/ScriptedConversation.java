package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One run of the scripted agent: reads what the host writes, answers control requests at once and runs prompts one after the other
 * on a thread of its own. Like the real CLI it runs the uuid of a prompt once only (after a resume: unless it was not answered), and
 * gives up on a line that is not JSON.
 */
final class ScriptedConversation {
    private static final Set<String> MODES = Set.of("default", "acceptEdits", "plan", "bypassPermissions");

    /** A prompt that waits for its turn. */
    record Waiting(String uuid, String text, int images) {}

    private final AgentOutput out;
    private final AgentTranscript transcript;
    private final List<String> arguments;
    private final boolean mute;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> over = new HashSet<>();
    private final String sessionId;
    private final ScriptedMemory memory;
    private Optional<ScriptedTurn> current = Optional.empty();
    private String mode;
    private String model;
    private boolean ended;

    ScriptedConversation(List<String> arguments, String mode, AgentOutput out, AgentTranscript transcript) {
        this.arguments = arguments;
        this.out = out;
        this.transcript = transcript;
        this.mute = mode.equals("never-answers");
        this.sessionId = option("--session-id").or(() -> option("--resume")).orElseGet(() -> UUID.randomUUID().toString());
        this.memory = ScriptedMemory.of(System.getenv(ScriptedAgent.SESSIONS), sessionId);
        this.mode = option("--permission-mode").orElse("default");
        this.model = option("--model").orElse("scripted");
    }

    private Optional<String> option(String name) {
        return arguments.stream().filter(word -> word.startsWith(name + "=")).map(word -> word.substring(name.length() + 1)).findFirst();
    }

    /** Runs to the end of the input; returns the exit code. */
    int run(InputStream in, PrintStream err) throws IOException {
        Optional<String> objection = memory.objection(option("--resume").isPresent(), sessionId);
        if (objection.isPresent()) {
            err.println(objection.get());
            out.result(AgentOutput.object().add("subtype", "error_during_execution").add("is_error", true)
                    .add("errors", Json.createArrayBuilder().add(objection.get())).build());
            return 1;
        }
        known.addAll(memory.answered());
        over.addAll(known);
        Thread turns = Thread.ofPlatform().daemon().name("turns").start(this::runTurns);
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                transcript.got(line);
                if (!line.isBlank()) {
                    take(parse(line));
                }
            }
            synchronized (this) {
                ended = true;
                notifyAll();
            }
            turns.join();
            return 0;
        } catch (JsonException e) {
            err.println("Error parsing streaming input line: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    private static JsonObject parse(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    private synchronized void take(JsonObject message) {
        switch (message.getString("type")) {
            case "user" -> prompt(message);
            case "control_request" -> request(message.getString("request_id"), message.getJsonObject("request"));
            case "control_response" -> {
                JsonObject response = message.getJsonObject("response");
                current.ifPresent(turn -> turn.answered(response.getString("request_id"), response));
            }
            default -> throw new JsonException("message of unknown type " + message.getString("type"));
        }
    }

    private void prompt(JsonObject message) {
        String uuid = message.getString("uuid", out.id("prompt"));
        if (!known.add(uuid)) {
            if (over.contains(uuid)) {
                out.lifecycle(uuid, "completed");
            }
            return;
        }
        JsonValue content = message.getJsonObject("message").get("content");
        StringBuilder text = new StringBuilder();
        int images = 0;
        if (content instanceof JsonString string) {
            text.append(string.getString());
        } else {
            for (JsonObject block : content.asJsonArray().getValuesAs(JsonObject.class)) {
                text.append(block.getString("text", ""));
                images += block.getString("type").equals("image") ? 1 : 0;
            }
        }
        out.lifecycle(uuid, "queued");
        waiting.add(new Waiting(uuid, text.toString(), images));
        notifyAll();
    }

    private void request(String id, JsonObject request) {
        switch (request.getString("subtype")) {
            case "initialize" -> {
                if (!mute) {
                    out.answer(id, introduction());
                }
            }
            case "interrupt" -> {
                JsonArrayBuilder queued = Json.createArrayBuilder();
                waiting.forEach(prompt -> queued.add(prompt.uuid()));
                current.ifPresent(ScriptedTurn::interrupt);
                out.answer(id, AgentOutput.object().add("still_queued", queued));
            }
            case "cancel_async_message" -> {
                String uuid = request.getString("message_uuid");
                boolean cancelled = waiting.removeIf(prompt -> prompt.uuid().equals(uuid));
                if (cancelled) {
                    out.lifecycle(uuid, "cancelled");
                }
                out.answer(id, AgentOutput.object().add("cancelled", cancelled));
            }
            case "set_permission_mode" -> {
                String wanted = request.getString("mode");
                if (!MODES.contains(wanted)) {
                    out.refuse(id, "Cannot set permission mode: must be one of " + MODES);
                    return;
                }
                mode = wanted;
                out.answer(id, AgentOutput.object().add("mode", mode));
                out.system("status", AgentOutput.object().addNull("status").add("permissionMode", mode));
            }
            case "set_model" -> {
                model = request.isNull("model") ? "scripted" : request.getString("model");
                out.answer(id, AgentOutput.object().add("model", model));
            }
            case "apply_flag_settings" -> out.answer(id, AgentOutput.object());
            default -> out.refuse(id, "Unsupported control request subtype: " + request.getString("subtype"));
        }
    }

    private JsonObjectBuilder introduction() {
        return AgentOutput.object()
                .add("commands", Json.createArrayBuilder().add(AgentOutput.object().add("name", "compact")
                        .add("description", "Shorten the conversation").add("argumentHint", "")))
                .add("models", Json.createArrayBuilder().add(AgentOutput.object().add("value", "default").add("displayName", "Default")
                        .add("resolvedModel", "scripted").add("supportedEffortLevels", Json.createArrayBuilder().add("low").add("high"))))
                .add("current_permission_mode", mode);
    }

    private void runTurns() {
        try {
            for (Optional<ScriptedTurn> turn = next(); turn.isPresent(); turn = next()) {
                turn.get().run();
                synchronized (this) {
                    over.add(turn.get().uuid());
                    current = Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Optional<ScriptedTurn> next() throws InterruptedException {
        while (waiting.isEmpty() && !ended) {
            wait();
        }
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        Waiting prompt = waiting.remove();
        out.lifecycle(prompt.uuid(), "started");
        out.system("init", AgentOutput.object().add("session_id", sessionId).add("model", model).add("permissionMode", mode));
        memory.begins(prompt.uuid(), prompt.text());
        ScriptedTurn turn = new ScriptedTurn(prompt, mode.equals("bypassPermissions"), out, transcript, memory);
        current = Optional.of(turn);
        return current;
    }
}
