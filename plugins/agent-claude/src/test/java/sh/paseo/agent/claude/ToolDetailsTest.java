package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;

class ToolDetailsTest {
    private static JsonObject json(String text) {
        return Fields.parse(text.replace('\'', '"')).orElseThrow();
    }

    private static ToolOutput output(String block, String structured) {
        return ToolOutput.of(json(block), Fields.parse(structured.replace('\'', '"')).<JsonValue>map(o -> o).orElse(JsonValue.NULL));
    }

    @Test
    void aCommandHasItsOutputAndExitCode() {
        assertEquals(new ToolDetail.Shell("ls", Optional.empty(), Optional.of("a\nwarning"), OptionalInt.of(0)),
                ToolDetails.of("Bash", json("{'command':'ls'}"),
                        Optional.of(output("{'content':'a'}", "{'stdout':'a','stderr':'warning'}"))));
        assertEquals(new ToolDetail.Shell("x", Optional.empty(), Optional.of("oops"), OptionalInt.of(3)),
                ToolDetails.of("Bash", json("{'command':'x'}"),
                        Optional.of(output("{'content':'Exit code 3\\noops','is_error':true}", "none"))));
    }

    @Test
    void aCommandInTheBackgroundHasNoExitCodeYet() {
        ToolDetail.Shell shell = (ToolDetail.Shell) ToolDetails.of("Bash", json("{'command':'x'}"),
                Optional.of(output("{'content':''}", "{'stdout':'','stderr':'','backgroundTaskId':'b1'}")));
        assertEquals(OptionalInt.empty(), shell.exitCode());
    }

    @Test
    void anEditIsShownAsAUnifiedDiff() {
        ToolDetail.EditFile edit = (ToolDetail.EditFile) ToolDetails.of("Edit",
                json("{'file_path':'/a','old_string':'two','new_string':'2'}"), Optional.of(output("{'content':'ok'}",
                        "{'structuredPatch':[{'oldStart':1,'oldLines':2,'newStart':1,'newLines':2,'lines':[' one','-two','+2']}]}")));
        assertEquals(Optional.of("--- /a\n+++ /a\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n"), edit.unifiedDiff());
    }

    @Test
    void whatASearchFoundIsListed() {
        ToolDetail.Search search = (ToolDetail.Search) ToolDetails.of("Glob", json("{'pattern':'*.txt'}"),
                Optional.of(output("{'content':'a.txt'}", "{'filenames':['a.txt'],'numFiles':1}")));
        assertEquals(new ToolDetail.Search("*.txt", Optional.of("glob"), Optional.of("a.txt"), List.of("a.txt")), search);
    }

    @Test
    void veryLongOutputIsCut() {
        ToolDetail.Shell shell = (ToolDetail.Shell) ToolDetails.of("Bash", json("{'command':'x'}"),
                Optional.of(new ToolOutput("y".repeat(ToolOutput.MOST_TEXT + 5), JsonValue.NULL, false)));
        assertTrue(shell.output().orElseThrow().endsWith("\n[5 more characters]"));
    }

    @Test
    void theListOfThingsToDoIsKeptEntryByEntry() {
        TodoList list = new TodoList();
        list.after("TaskCreate", json("{'subject':'one'}"), output("{'content':'x'}", "{'task':{'id':'7'}}"));
        list.after("TaskCreate", json("{'subject':'two'}"), output("{'content':'x'}", "{'task':{'id':'8'}}"));
        TodoList restored = new TodoList();
        restored.load(Fields.objects(list.save().build()));
        Optional<TimelineItem> after = restored.after("TaskUpdate", json("{'taskId':'7','status':'completed'}"),
                output("{'content':'x'}", "{}"));
        assertEquals(Optional.of(new TimelineItem.Todo(List.of(new TimelineItem.Todo.Entry("one", true),
                new TimelineItem.Todo.Entry("two", false)))), after);
        Optional<TimelineItem> whole = restored.after("TodoWrite", json("{'todos':[{'content':'new','status':'in_progress'}]}"),
                output("{'content':'x'}", "{}"));
        assertEquals(Optional.of(new TimelineItem.Todo(List.of(new TimelineItem.Todo.Entry("new", false)))), whole);
    }
}
