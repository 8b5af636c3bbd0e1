package sh.paseo.testkit;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One thing that a scripted model does in an answer. */
public sealed interface Step {
    /** Says something. */
    record Text(String text) implements Step {}

    /** Reasons aloud. */
    record Think(String text) implements Step {}

    /** Says the same piece of text again and again. */
    record Slow(String text, int times, Duration pause) implements Step {}

    /** Says numbered words, {@code word0 word1 …}. */
    record Count(String word, int times, Duration pause) implements Step {}

    /** Says how many images it was shown. */
    record CountImages() implements Step {}

    /** Fails with an HTTP status instead of answering. */
    record Http(int status) implements Step {}

    /** Calls a tool by its own name and input. */
    record Tool(String name, JsonObject input) implements Step {}

    /** Calls the shell tool. */
    record Shell(String command) implements Step {}

    /** Writes a file; a relative path lies in the client's working directory. */
    record Write(String path, String content) implements Step {}

    /** Changes a file. */
    record Edit(String path, String before, String after) implements Step {}

    /** Reads a file. */
    record Read(String path) implements Step {}

    /** Asks the user to choose. */
    record Ask(String question, List<String> options) implements Step {
        public Ask {
            options = List.copyOf(options);
        }
    }

    /** Puts a plan before the user. */
    record Plan(String text) implements Step {}

    /** Writes a list of things to do: text to status. */
    record Todo(Map<String, String> entries) implements Step {}
}
