package sh.paseo.agent.demo;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import sh.paseo.api.PermissionId;
import sh.paseo.api.PluginException;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.SessionContext;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.process.Programs;

/**
 * The script that every prompt plays, on a virtual thread of its own.
 *
 * <p><b>Thread</b>: the script runs on the turn's thread; {@link #stop}, {@link #answer} and {@link #awaitEnd} come from others.
 */
final class DemoTurn {
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(5);
    private static final int SHOWN_ENTRIES = 5;
    private static final int MAX_QUOTE = 200;

    private final TurnId id;
    private final String quote;
    private final Folder folder;
    private final BooleanSupplier asks;
    private final SessionContext context;
    private final CompletableFuture<String> stopped = new CompletableFuture<>();
    private final CompletableFuture<PermissionAnswer> answer = new CompletableFuture<>();
    private final PermissionId permission;
    private final Voice voice;
    private final Thread thread;
    private volatile boolean over;

    DemoTurn(TurnId id, Prompt prompt, Folder folder, BooleanSupplier asks, SessionContext context, Pace pace) {
        this.id = id;
        this.quote = quoted(prompt);
        this.folder = folder;
        this.asks = asks;
        this.context = context;
        this.permission = new PermissionId(id + "-write");
        this.voice = new Voice(id, context.events(), pace, stopped);
        this.thread = Thread.ofVirtual().name("agent-" + context.agent() + "-demo").unstarted(this::run);
    }

    TurnId id() {
        return id;
    }

    boolean over() {
        return over;
    }

    void start() {
        thread.start();
    }

    void stop(String reason) {
        stopped.complete(reason);
    }

    void answer(PermissionId asked, PermissionAnswer given) {
        if (asked.equals(permission)) {
            answer.complete(given);
        }
    }

    boolean awaitEnd(Duration limit) {
        if (Thread.currentThread() == thread) {
            return true;
        }
        try {
            return thread.join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        AgentEvent.Outcome outcome;
        try {
            voice.tell(new AgentEvent.TurnStarted(id));
            script();
            outcome = new AgentEvent.Outcome.Completed();
        } catch (TurnStopped e) {
            voice.cancelTool();
            outcome = new AgentEvent.Outcome.Interrupted(e.getMessage());
        } catch (RuntimeException e) {
            context.log().log(System.Logger.Level.WARNING, "agent " + context.agent() + ": turn " + id + " failed", e);
            voice.cancelTool();
            outcome = AgentEvent.Outcome.Failed.of("The demo agent failed: " + e);
        }
        over = true;
        voice.tell(new AgentEvent.TurnEnded(id, outcome));
    }

    private void script() {
        voice.reason("The prompt is " + quote + ". I am the demo agent: I do the same for every prompt. First I look at the folder.");
        String seen = look();
        voice.say("I looked around: " + seen + " Now I would like to leave a note here.\n\n");
        String written = leaveNote(seen);
        String command = runCommand();
        voice.say("You asked: " + quote + ". I am only a demo and did not work on that, but this is how an agent works here: "
                + "I looked at the folder. " + written + " " + command + " Try a real agent next.\n");
    }

    private String look() {
        String files;
        ToolDetail.Search search = new ToolDetail.Search("*", Optional.of("glob"), Optional.empty(), List.of());
        voice.startTool(id + "-list", "List", search);
        voice.pause(Pace.Beat.STEP);
        try {
            List<String> names = folder.entries();
            List<String> shown = names.subList(0, Math.min(SHOWN_ENTRIES, names.size()));
            voice.completeTool(new ToolDetail.Search("*", Optional.of("glob"), Optional.of(String.join("\n", shown)), shown));
            String more = shown.size() < names.size() ? ", …" : "";
            files = names.isEmpty() ? "the folder is empty"
                    : "the folder has " + count(names.size()) + ": " + String.join(", ", shown) + more;
        } catch (IOException e) {
            voice.failTool(search, "Cannot list " + folder.path() + ": " + e);
            files = "the folder cannot be listed";
        }
        return files + branch() + ".";
    }

    private String branch() {
        Optional<Path> head = Optional.empty();
        try {
            head = folder.head();
            if (head.isEmpty()) {
                return ", and it is not a git repository";
            }
            voice.startTool(id + "-branch", "Read", readOf(head.get(), Optional.empty()));
            voice.pause(Pace.Beat.STEP);
            String branch = Folder.branch(head.get());
            voice.completeTool(readOf(head.get(), Optional.of(branch)));
            return ", and git is at " + branch;
        } catch (IOException e) {
            head.ifPresent(file -> voice.failTool(readOf(file, Optional.empty()), "Cannot read " + file + ": " + e));
            return ", and its git branch cannot be read";
        }
    }

    private String leaveNote(String seen) {
        String content = Note.sealed("# A note of the Paseo demo agent\n\nThe prompt was " + quote + ".\n\n"
                + "Seen when this was written: " + seen + "\n\n"
                + "You may delete this file. If you change it, the demo agent leaves it alone.\n\n");
        ToolDetail.WriteFile detail = new ToolDetail.WriteFile(place().toString(), Optional.of(content));
        voice.startTool(id + "-write", "Write", detail);
        try {
            if (asks.getAsBoolean()) {
                switch (ask(detail)) {
                    case PermissionAnswer.Allow allow when allow.input().isPresent() -> detail = changed(allow.input().get());
                    case PermissionAnswer.Allow _ -> {
                        // As asked.
                    }
                    case PermissionAnswer.Deny deny -> {
                        return denied(detail, deny);
                    }
                }
            }
            voice.pause(Pace.Beat.STEP);
            Path written = Note.write(insideFolder(detail.path()), detail.content().orElse(""));
            voice.completeTool(new ToolDetail.WriteFile(written.toString(), detail.content()));
            return "I wrote " + written.getFileName() + ".";
        } catch (IOException | PluginException e) {
            voice.failTool(detail, "Cannot write " + detail.path() + ": " + e.getMessage());
            return "I could not write my note: " + e.getMessage() + ".";
        }
    }

    private Path place() {
        Path wanted = folder.path().resolve(Note.NAME);
        try {
            return Note.place(wanted);
        } catch (IOException e) {
            // The write looks again and fails as the tool call it belongs to.
            return wanted;
        }
    }

    private PermissionAnswer ask(ToolDetail.WriteFile detail) {
        JsonObject input = Json.createObjectBuilder().add("path", detail.path()).add("content", detail.content().orElse("")).build();
        Optional<String> title = Optional.of("Write " + Path.of(detail.path()).getFileName());
        Optional<String> description = Optional.of("The demo agent wants to leave a note in the folder");
        voice.tell(new AgentEvent.PermissionAsked(id, new PermissionRequest(permission, PermissionRequest.Kind.TOOL, "Write", title,
                description, input, Optional.of(detail), List.of())));
        try {
            return voice.await(answer);
        } catch (TurnStopped e) {
            voice.tell(new AgentEvent.PermissionWithdrawn(permission));
            throw e;
        }
    }

    private String denied(ToolDetail.WriteFile detail, PermissionAnswer.Deny deny) {
        String why = deny.message().filter(message -> !message.isBlank()).map(message -> ": " + message).orElse("");
        voice.failTool(detail, "Denied" + why);
        if (deny.interrupt()) {
            throw new TurnStopped("denied" + why);
        }
        return "I wrote nothing, because you said no" + why + ".";
    }

    private ToolDetail.WriteFile changed(JsonObject input) {
        return new ToolDetail.WriteFile(text(input, "path"), Optional.of(text(input, "content")));
    }

    private static String text(JsonObject input, String key) {
        if (input.get(key) instanceof JsonString value) {
            return value.getString();
        }
        throw new PluginException(PluginException.Code.INVALID, "the changed input needs a text \"" + key + "\"");
    }

    private Path insideFolder(String path) throws IOException {
        try {
            Path wanted = folder.path().resolve(path).normalize();
            Path parent = wanted.getParent();
            if (parent == null || !Files.isDirectory(parent) || !parent.toRealPath().startsWith(folder.path().toRealPath())) {
                throw new PluginException(PluginException.Code.INVALID, "not in a folder below " + folder.path());
            }
            return wanted;
        } catch (InvalidPathException e) {
            throw new PluginException(PluginException.Code.INVALID, "not a path: " + e.getMessage(), e);
        }
    }

    private String runCommand() {
        List<String> command = command();
        String shown = String.join(" ", command);
        ToolDetail.Shell call = new ToolDetail.Shell(shown, Optional.of(folder.path().toString()), Optional.empty(), OptionalInt.empty());
        voice.startTool(id + "-command", "Shell", call);
        voice.pause(Pace.Beat.STEP);
        try {
            Programs.Result result = voice.await(aside(command));
            ToolDetail.Shell done = new ToolDetail.Shell(shown, call.directory(), Optional.of(result.out() + result.err()),
                    OptionalInt.of(result.exitCode()));
            if (result.exitCode() != 0) {
                voice.failTool(done, "Exit code " + result.exitCode());
                return "The command " + shown + " failed.";
            }
            voice.completeTool(done);
            return "I ran " + shown + ".";
        } catch (PluginException e) {
            voice.failTool(call, e.getMessage());
            return "I could not run " + shown + ".";
        }
    }

    private List<String> command() {
        String directory = folder.path().toString();
        boolean git = Files.exists(folder.path().resolve(".git")) && context.programs().find("git").isPresent();
        // A repository may name a program of its choice as file monitor; looking must not run it.
        return git ? List.of("git", "-c", "core.fsmonitor=false", "-C", directory, "status", "--short") : List.of("ls", directory);
    }

    /** Runs the command beside the turn, so that an interrupted turn does not wait for it. */
    private CompletableFuture<Programs.Result> aside(List<String> command) {
        CompletableFuture<Programs.Result> result = new CompletableFuture<>();
        Thread runner = Thread.ofVirtual().name(thread.getName() + "-command").start(() -> {
            try {
                result.complete(context.programs().run(command, Map.of(), COMMAND_LIMIT));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        stopped.thenRun(runner::interrupt);
        return result;
    }

    private ToolDetail.ReadFile readOf(Path file, Optional<String> content) {
        return new ToolDetail.ReadFile(file.toString(), content, OptionalInt.empty(), OptionalInt.empty());
    }

    private static String count(int entries) {
        return entries == 1 ? "one entry" : entries + " entries";
    }

    private static String quoted(Prompt prompt) {
        String line = prompt.text().strip().replaceAll("\\s+", " ");
        if (line.isEmpty()) {
            return "an image";
        }
        int end = line.length() <= MAX_QUOTE ? line.length() : line.offsetByCodePoints(0, line.codePointCount(0, MAX_QUOTE));
        return "“" + line.substring(0, end) + (end < line.length() ? "…" : "") + "”";
    }
}
