package sh.paseo.it;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A whole timeline as it was fetched. */
record Timeline(String agent, List<JsonObject> items) {
    private static final String USER = "user_message";

    /** Reads an answer, row by row. What is wrong with it goes into the ledger. */
    static Timeline read(JsonObject page, Ledger ledger) {
        var agent = page.getString("agentId");
        if (page.getBoolean("hasOlder") || !page.isNull("error")) {
            ledger.problem("agent " + agent + ": not its whole timeline: " + page.get("window") + page.get("error"));
        }
        var items = new ArrayList<JsonObject>();
        for (var entry : page.getJsonArray("entries").getValuesAs(JsonObject.class)) {
            var seq = entry.getJsonNumber("seqStart").longValueExact();
            items.add(entry.getJsonObject("item"));
            if (seq != items.size() || entry.getJsonNumber("seqEnd").longValueExact() != seq) {
                ledger.problem("agent " + agent + ": row " + items.size() + " is numbered " + seq + " to " + entry.get("seqEnd"));
            }
            ledger.row(agent, page.getString("epoch"), seq, entry.getString("timestamp"), entry.getJsonObject("item"));
        }
        if (items.size() < ledger.lastSeen(agent)) {
            ledger.problem("agent " + agent + ": " + items.size() + " rows are left of " + ledger.lastSeen(agent));
        }
        return new Timeline(agent, List.copyOf(items));
    }

    long count(String messageId) {
        return items.stream().filter(item -> isPrompt(item, messageId)).count();
    }

    private static boolean isPrompt(JsonObject item, String messageId) {
        return item.getString("type").equals(USER) && item.getString("messageId", "").equals(messageId);
    }

    /** What follows the prompt, up to the next one. */
    private List<JsonObject> after(String messageId) {
        return items.stream().dropWhile(item -> !isPrompt(item, messageId)).skip(1)
                .takeWhile(item -> !item.getString("type").equals(USER)).toList();
    }

    /** The words of the agent after the prompt; lists of things to do by their words. */
    String said(String messageId) {
        var said = new StringBuilder();
        for (var item : after(messageId)) {
            if (item.getString("type").equals("assistant_message")) {
                said.append(item.getString("text"));
            } else if (item.getString("type").equals("todo")) {
                said.append(item.getJsonArray("items").getJsonObject(0).getString("text")).append(' ');
            }
        }
        return said.toString();
    }

    /** Prompts that waited behind each other are interrupted together. */
    boolean interruptedLater(String messageId) {
        return items.stream().dropWhile(item -> !isPrompt(item, messageId)).anyMatch(Timeline::isInterruption);
    }

    private static boolean isInterruption(JsonObject item) {
        return isError(item) && item.getString("message").contains("interrupted");
    }

    private static boolean isError(JsonObject item) {
        return item.getString("type").equals("error");
    }

    /** The part that begins with the first of these prompts and goes up to one that is none of them. */
    Timeline part(Set<String> messageIds) {
        var part = items.stream().dropWhile(item -> !isAnyOf(item, messageIds))
                .takeWhile(item -> !item.getString("type").equals(USER) || isAnyOf(item, messageIds)).toList();
        return new Timeline(agent, part);
    }

    private static boolean isAnyOf(JsonObject item, Set<String> messageIds) {
        return item.getString("type").equals(USER) && messageIds.contains(item.getString("messageId", ""));
    }

    /** The prompts in it, by their ids. */
    List<String> prompts() {
        return items.stream().filter(item -> item.getString("type").equals(USER)).map(item -> item.getString("messageId", "")).toList();
    }

    /** All that the agent said in it, to whatever prompt. */
    String words() {
        return items.stream().filter(item -> item.getString("type").equals("assistant_message")).map(item -> item.getString("text"))
                .collect(Collectors.joining());
    }

    /** The tools that the agent called in it, each once, in the order in which they were called. */
    List<String> calls() {
        return items.stream().filter(item -> item.getString("type").equals("tool_call")).map(item -> item.getString("callId")).distinct()
                .toList();
    }

    /** What went wrong in it. */
    List<String> errors() {
        return items.stream().filter(Timeline::isError).map(item -> item.getString("message")).toList();
    }
}
