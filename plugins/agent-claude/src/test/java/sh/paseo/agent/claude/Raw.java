package sh.paseo.agent.claude;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real CLI with a file as its output, as a host gives it one. */
record Raw(Process process, Path output) {
    static Raw start(RealClaude test, Path output) throws IOException {
        List<String> command = new ArrayList<>(List.of(System.getProperty("paseo.claude"), "-p", "--input-format=stream-json",
                "--output-format=stream-json", "--verbose", "--include-partial-messages", "--permission-prompt-tool=stdio"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(test.folder.resolve("work").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(test.environment());
        builder.environment().put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
        return new Raw(builder.start(), output);
    }

    void write(String line) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** Kills it and returns what it wrote. */
    String kill() throws IOException {
        process.destroyForcibly().onExit().join();
        return Files.readString(output);
    }
}
