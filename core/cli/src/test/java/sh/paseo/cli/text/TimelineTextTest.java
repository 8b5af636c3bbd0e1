package sh.paseo.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sh.paseo.cli.client.Json;

/** The texts of items; what was recorded is replayed elsewhere. */
class TimelineTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"user_message","text":" hi "}                                                         | [User] hi
            {"type":"reasoning","text":" hm "}                                                            | [Thought] hm
            {"type":"error","message":"no"}                                                               | [Error] no
            {"type":"compaction","status":"completed"}                                                    | [Compacted]
            {"type":"tool_call","name":"Bash","detail":{"type":"shell","command":"ls\\n-l"}}              | [Shell] ls -l
            {"type":"tool_call","name":"Fetch","detail":{"type":"fetch","url":"http://x"}}                | [Fetch] http://x
            {"type":"tool_call","name":"Task","detail":{"type":"sub_agent","description":"look","log":""}} | [Sub-agent] look
            {"type":"tool_call","name":"mcp","detail":{"type":"unknown","input":{"q":"why"},"output":null}} | [mcp] why
            {"type":"tool_call","name":"mcp","detail":{"type":"unknown","input":null,"output":null}}      | [mcp]
            """)
    void itemsAreBlocks(String item, String block) {
        assertEquals(block, TimelineText.block(Json.read(item)));
    }

    @Test
    void tasksAreAList() {
        assertEquals("[Tasks]\n- [x] one\n- [ ] two", TimelineText.block(Json.read(
                "{\"type\":\"todo\",\"items\":[{\"text\":\"one\",\"completed\":true},{\"text\":\"two\",\"completed\":false}]}")));
        assertEquals("\n[Todo] 1/2 completed\n", LiveText.item(Json.read(
                "{\"type\":\"todo\",\"items\":[{\"text\":\"one\",\"completed\":true},{\"text\":\"two\",\"completed\":false}]}")));
    }

    @Test
    void summaryIsCut() {
        String block = TimelineText.block(Json.object().add("type", "tool_call")
                .add("detail", Json.object().add("type", "shell").add("command", "x".repeat(500))).build());
        assertEquals("[Shell] ".length() + 200, block.length());
    }

    @ParameterizedTest
    @CsvSource({"tools, tool_call, true", "tools, error, false", "text, reasoning, true", "errors, error, true", "todo, todo, true",
        "'', todo, true"})
    void filterLetsThrough(String filter, String type, boolean passes) {
        assertEquals(passes, TimelineText.passes(Json.object().add("type", type).build(), filter));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"type":"permission_requested","request":{"name":"Bash"}}          | [Permission Required] Bash
            {"type":"permission_resolved","resolution":{"behavior":"deny"}}    | [Permission deny]
            {"type":"turn_failed","error":"boom"}                              | [Turn Failed] boom
            {"type":"attention_required","reason":"finished"}                  | [Attention Required: finished]
            """)
    void eventsAreLinesOfTheirOwn(String event, String line) {
        assertEquals("\n" + line + "\n", LiveText.event(Json.read(event)));
    }

    @Test
    void personSeesAThoughtInOnePieceAndAToolOnce() {
        var view = new LiveView(false);
        String tool = "{\"type\":\"tool_call\",\"callId\":\"1\",\"name\":\"Bash\",\"status\":\"%s\",\"error\":%s,"
                + "\"detail\":{\"type\":\"shell\",\"command\":\"make\"}}";
        String seen = view.item(Json.read("{\"type\":\"reasoning\",\"text\":\"let me \"}"))
                + view.item(Json.read("{\"type\":\"reasoning\",\"text\":\"see\"}"))
                + view.item(Json.read(tool.formatted("running", "null"))) + view.item(Json.read(tool.formatted("failed", "\"no rule\"")))
                + view.item(Json.read("{\"type\":\"assistant_message\",\"text\":\"Hm.\"}")) + view.freshLine();
        assertEquals("[Thought] let me see\n[Shell] make\n[Shell] failed: no rule\nHm.\n", seen);
    }
}
