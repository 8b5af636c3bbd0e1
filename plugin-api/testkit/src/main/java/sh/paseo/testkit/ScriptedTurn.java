package sh.paseo.testkit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One prompt at work: does what its markers say. <b>Thread</b>: {@link #run} on one, the rest on any. */
final class ScriptedTurn {
    private static final Pattern MARKER = Pattern.compile("\\[\\[(\\w+)(?: (\\d+))?]]");
    private static final int TICK_MILLIS = 20;
    private static final int MEGABYTE = 1024 * 1024;

    /** The host wants the turn to end. */
    private static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final ScriptedConversation.Waiting prompt;
    private final boolean bypass;
    private final AgentOutput out;
    private final AgentTranscript transcript;
    private final ScriptedMemory memory;
    private final Map<String, JsonObject> answers = new HashMap<>();
    private final List<String> openTools = new ArrayList<>();
    private boolean interrupted;
    private String waitsFor = "";
    private int counted;

    ScriptedTurn(ScriptedConversation.Waiting prompt, boolean bypass, AgentOutput out, AgentTranscript transcript, ScriptedMemory memory) {
        this.prompt = prompt;
        this.bypass = bypass;
        this.out = out;
        this.transcript = transcript;
        this.memory = memory;
    }

    String uuid() {
        return prompt.uuid();
    }

    /** An answer that nothing waits for is ignored; so a second one does no harm. */
    synchronized void answered(String requestId, JsonObject response) {
        if (requestId.equals(waitsFor)) {
            answers.putIfAbsent(requestId, response);
            notifyAll();
        }
    }

    synchronized void interrupt() {
        interrupted = true;
        if (!waitsFor.isEmpty() && !answers.containsKey(waitsFor)) {
            out.line(AgentOutput.object().add("type", "control_cancel_request").add("request_id", waitsFor));
        }
        notifyAll();
    }

    void run() throws InterruptedException {
        transcript.begins(prompt.uuid(), prompt.text());
        String state = "completed";
        try {
            perform();
        } catch (Stopped e) {
            openTools.forEach(out::rejected);
            out.result(AgentOutput.object().add("subtype", "error_during_execution").add("is_error", true)
                    .add("terminal_reason", openTools.isEmpty() ? "aborted_streaming" : "aborted_tools").build());
            state = "cancelled";
        }
        transcript.ended(prompt.uuid(), state);
        out.lifecycle(prompt.uuid(), state);
    }

    private void perform() throws Stopped, InterruptedException {
        Matcher matcher = MARKER.matcher(prompt.text());
        boolean any = false;
        boolean failed = false;
        while (matcher.find()) {
            any = true;
            int number = matcher.group(2) == null ? 10 : Integer.parseInt(matcher.group(2));
            failed |= matcher.group(1).equals("error");
            step(matcher.group(1), number);
            memory.answers();
        }
        if (!any) {
            say("You said: " + prompt.text() + (prompt.images() > 0 ? " and showed " + prompt.images() + " image(s)" : ""));
        }
        memory.answers();
        JsonObjectBuilder result = AgentOutput.object().add("subtype", "success").add("is_error", failed);
        out.result((failed ? result.add("terminal_reason", "api_error").add("api_error_status", 500).add("result", "Scripted failure")
                : result.add("terminal_reason", "completed").add("result", "done")).build());
    }

    private void step(String name, int number) throws Stopped, InterruptedException {
        switch (name) {
            case "think" -> think();
            case "tool" -> tool(false, "Bash", AgentOutput.object().add("command", "echo tool").build(), "tool");
            case "permission" -> tool(true, "Bash", AgentOutput.object().add("command", "echo allowed").build(), "ran");
            case "question" -> tool(true, "AskUserQuestion", AgentOutput.object().add("questions", Json.createArrayBuilder()
                    .add(AgentOutput.object().add("question", "Which colour?").add("header", "Choice").add("options", Json
                            .createArrayBuilder().add(AgentOutput.object().add("label", "Red").add("description", "Red")))))
                    .build(), "answered");
            case "plan" -> tool(true, "ExitPlanMode", AgentOutput.object().add("plan", "1. Do A").build(), "approved");
            case "slow" -> slow(number, 0);
            case "count" -> {
                slow(number, counted);
                counted += number;
            }
            case "clock" -> clock(number);
            case "hang" -> waitForAnswer("nothing will ever answer this");
            case "error" -> out.line(AgentOutput.object().add("type", "assistant").add("error", "server_error").add("message", AgentOutput
                    .object().add("id", out.id("msg")).add("content", Json.createArrayBuilder()))
                    .addNull("parent_tool_use_id"));
            case "garbage" -> garbage();
            case "bigline" -> tool(false, "Bash", AgentOutput.object().add("command", "cat big").build(), "x".repeat(number * MEGABYTE));
            case "die" -> Runtime.getRuntime().halt(3);
            default -> say("Hello from the scripted agent.");
        }
    }

    private void say(String text) {
        String message = message();
        out.blockStart(AgentOutput.object().add("type", "text").add("text", ""));
        int half = text.length() / 2;
        tell(text.substring(0, half));
        tell(text.substring(half));
        out.blockEnd(message, AgentOutput.object().add("type", "text").add("text", text));
    }

    private void tell(String text) {
        out.delta("text_delta", "text", text);
        transcript.said(prompt.uuid(), text);
    }

    private void think() {
        String message = message();
        out.blockStart(AgentOutput.object().add("type", "thinking").add("thinking", ""));
        out.delta("thinking_delta", "thinking", "Let me think.");
        out.blockEnd(message, AgentOutput.object().add("type", "thinking").add("thinking", "Let me think."));
    }

    private void slow(int words, int first) throws Stopped, InterruptedException {
        String message = message();
        out.blockStart(AgentOutput.object().add("type", "text").add("text", ""));
        StringBuilder all = new StringBuilder();
        for (int i = first; i < first + words; i++) {
            String word = "tick" + i + " ";
            tell(word);
            all.append(word);
            pause();
        }
        out.blockEnd(message, AgentOutput.object().add("type", "text").add("text", all.toString()));
    }

    /** For measurements: every result of a tool holds the time at which it is written, as this machine's processes share it. */
    private void clock(int times) throws Stopped, InterruptedException {
        for (int i = 0; i < times; i++) {
            String id = call("Bash", AgentOutput.object().add("command", "clock").build());
            pause();
            openTools.remove(id);
            String now = "clock=" + System.nanoTime() + ";";
            out.toolResult(id, now, AgentOutput.object().add("stdout", now).add("stderr", "").build(), false);
        }
    }

    private synchronized void pause() throws Stopped, InterruptedException {
        long end = System.nanoTime() + TICK_MILLIS * 1_000_000L;
        for (long left = TICK_MILLIS; left > 0 && !interrupted; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        if (interrupted) {
            throw new Stopped();
        }
    }

    private void tool(boolean ask, String tool, JsonObject input, String output) throws Stopped, InterruptedException {
        String id = call(tool, input);
        if (ask && !bypass && !allowed(id, tool, input)) {
            return;
        }
        openTools.remove(id);
        out.toolResult(id, output, AgentOutput.object().add("stdout", output).add("stderr", "").build(), false);
    }

    private String call(String tool, JsonObject input) {
        String message = message();
        String id = out.id("toolu");
        out.blockStart(AgentOutput.object().add("type", "tool_use").add("id", id).add("name", tool)
                .add("input", JsonValue.EMPTY_JSON_OBJECT));
        out.delta("input_json_delta", "partial_json", input.toString());
        out.blockEnd(message, AgentOutput.object().add("type", "tool_use").add("id", id).add("name", tool).add("input", input));
        openTools.add(id);
        transcript.called(prompt.uuid(), id);
        return id;
    }

    private boolean allowed(String id, String tool, JsonObject input) throws Stopped, InterruptedException {
        String requestId = out.id("ask");
        synchronized (this) {
            waitsFor = requestId;
        }
        out.line(AgentOutput.object().add("type", "control_request").add("request_id", requestId).add("request",
                AgentOutput.object().add("subtype", "can_use_tool").add("tool_name", tool).add("tool_use_id", id)
                        .add("input", tool.equals("ExitPlanMode") ? JsonValue.EMPTY_JSON_OBJECT : input)));
        transcript.asked(prompt.uuid(), requestId);
        JsonObject response = waitForAnswer(requestId);
        boolean success = response.getString("subtype").equals("success");
        JsonObject decision = success ? response.getJsonObject("response") : JsonValue.EMPTY_JSON_OBJECT;
        boolean allowed = decision.getString("behavior", "deny").equals("allow");
        transcript.answered(requestId, allowed ? "allow" : "deny");
        if (!allowed && decision.getBoolean("interrupt", false)) {
            throw new Stopped();
        }
        if (!allowed) {
            openTools.remove(id);
            out.toolResult(id, decision.getString("message", "Denied."), Json.createValue("Denied."), true);
        }
        return allowed;
    }

    private synchronized JsonObject waitForAnswer(String requestId) throws Stopped, InterruptedException {
        while (!answers.containsKey(requestId) && !interrupted) {
            wait();
        }
        waitsFor = "";
        if (interrupted) {
            throw new Stopped();
        }
        return answers.get(requestId);
    }

    private String message() {
        String message = out.id("msg");
        out.stream(AgentOutput.object().add("type", "message_start").add("message", AgentOutput.object().add("id", message)));
        return message;
    }

    /** What no host expects: text, half an object, other JSON, bytes that are no text, messages of unknown or wrong shape. */
    private void garbage() {
        for (String line : List.of("this is not JSON", "{\"type\":", "[1,2]", "null", "", "{}", "{\"type\":7}", "{\"type\":\"novelty\"}",
                "{\"type\":\"system\",\"subtype\":\"novelty\"}", "{\"type\":\"assistant\",\"message\":7}",
                "{\"type\":\"stream_event\",\"event\":{\"type\":\"novelty\"}}", "{\"type\":\"user\",\"message\":{\"content\":[7]}}",
                "{\"type\":\"control_response\",\"response\":{\"request_id\":\"unknown\"}}",
                "{\"type\":\"control_cancel_request\",\"request_id\":\"unknown\"}")) {
            out.raw(line.getBytes(StandardCharsets.UTF_8));
        }
        out.raw(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        say("That was garbage.");
    }
}
