package sh.paseo.cli;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.DaemonConnection;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.client.Request;
import sh.paseo.cli.text.Column;

/**
 * {@code paseo agent record}: writes what an agent's program was told and wrote into a file, a JSON object a line.
 *
 * <p><b>Shape</b> of the file, format 1: {@code {"cassette":1,"agent":"…","provider":"…","process":"…"}}, then in their order
 * {@code {"in":"TEXT","number":1,"turn":"…"}} and {@code {"out":"TEXT","start":0,"end":9}}; the text of a line that is too long is null.
 */
final class AgentRecordCommand implements Command {
    private static final String FAILED = "RECORD_FAILED";
    private static final RowType ROW = RowType.of("file", Column.of("AGENT ID", "agentId", 12), Column.of("LINES", "lines", 8),
            Column.of("LEFT OUT", "leftOut", 8), Column.of("FILE", "file", 0));

    /** How much was written. */
    private static final class Count {
        private long lines;
        private long leftOut;
    }

    @Override
    public void declare(CommandSpec spec) {
        spec.addOption(Arguments.value("<file>", "where to write to; else AGENT.cassette.jsonl", "--out"));
        spec.addOption(Arguments.flag("replace the file if it is there", "--force"));
        Arguments.host(spec);
        spec.addPositional(Arguments.words("<id>"));
    }

    @Override
    public int run(Call call) {
        String wanted = call.agentId();
        boolean force = call.arguments().has("--force");
        try (DaemonConnection connection = call.connect()) {
            JsonObject first = page(connection, wanted, Optional.empty());
            String id = Json.text(first, "agentId").orElse(wanted);
            Path file = call.surroundings().resolve(call.arguments().value("--out").orElse(Agents.shortId(id) + ".cassette.jsonl"));
            Count count = write(file, force, connection, first);
            call.output().row(ROW, Json.object().add("agentId", Agents.shortId(id)).add("lines", count.lines)
                    .add("leftOut", count.leftOut).add("file", file.toString()).build());
        }
        return 0;
    }

    private static JsonObject page(DaemonConnection connection, String agent, Optional<JsonValue> after) {
        var fields = Json.object().add("agentId", agent);
        after.ifPresent(place -> fields.add("after", place));
        JsonObject page = Agents.step(FAILED, "Failed to record",
                () -> connection.request(Request.of("paseo/agent/cassette", fields.build())));
        Json.filled(page, "error").ifPresent(error -> {
            throw new CliException(FAILED, error);
        });
        return page;
    }

    /** The file appears whole or not at all, and only its user reads it: a conversation is private. */
    private static Count write(Path file, boolean force, DaemonConnection connection, JsonObject first) {
        if (!force && Files.exists(file)) {
            throw exists(file);
        }
        try {
            Path part = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".part");
            try {
                Count count = write(part, connection, first);
                if (force) {
                    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    Files.move(part, file);
                }
                return count;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(file);
        } catch (NoSuchFileException e) {
            throw new CliException(FAILED, "There is no such folder: " + file.getParent());
        } catch (IOException e) {
            throw new CliException(FAILED, "Cannot write " + file + ": " + e);
        }
    }

    private static CliException exists(Path file) {
        return new CliException("FILE_EXISTS", "The file is there already: " + file,
                "Use --force to replace it, or --out to name another.");
    }

    private static Count write(Path part, DaemonConnection connection, JsonObject first) throws IOException {
        Count count = new Count();
        try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            line(out, Json.object().add("cassette", 1).add("agent", Json.value(first, "agentId"))
                    .add("provider", Json.value(first, "provider")).add("process", Json.value(first, "process")).build());
            JsonObject page = first;
            while (true) {
                for (JsonObject entry : Json.children(page, "entries")) {
                    line(out, entry(entry));
                    count.lines++;
                    count.leftOut += Json.text(entry, "text").isPresent() ? 0 : 1;
                }
                JsonObject next = Json.child(page, "next");
                if (next.isEmpty()) {
                    return count;
                }
                page = page(connection, Json.text(first, "agentId").orElseThrow(), Optional.of(next));
            }
        }
    }

    private static JsonObject entry(JsonObject entry) {
        String kind = Json.text(entry, "kind").orElse("");
        var line = Json.object().add(kind, Json.value(entry, "text"));
        for (String name : kind.equals("in") ? List.of("number", "turn") : List.of("start", "end")) {
            if (entry.containsKey(name) && !entry.isNull(name)) {
                line.add(name, entry.get(name));
            }
        }
        return line.build();
    }

    private static void line(BufferedWriter out, JsonObject line) throws IOException {
        out.write(line.toString());
        out.write('\n');
    }
}
