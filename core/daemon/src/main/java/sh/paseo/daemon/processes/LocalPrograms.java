package sh.paseo.daemon.processes;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.Programs;

/** Runs short programs, by no shell, in the user's home folder. Whatever happens, nothing of them stays. */
final class LocalPrograms implements Programs {
    /** Marks what a program starts, so that it is found if the program has to be killed. */
    private static final String MARK = "PASEO_PROGRAM_RUN";
    /** Longer only if what hid from being ended holds on to the output. */
    private static final Duration PIPES_AFTER_END = Duration.ofSeconds(1);

    private final AgentEnvironment environment;
    private final ProcessTable table;
    private final TreeEnder ender;

    LocalPrograms(AgentEnvironment environment, ProcessTable table, TreeEnder ender) {
        this.environment = environment;
        this.table = table;
        this.ender = ender;
    }

    @Override
    public Optional<Path> find(String program) {
        return ProgramPath.of(environment.with(Map.of())).find(program);
    }

    @Override
    public Result run(List<String> command, Map<String, String> added, Duration limit) {
        String name = command.getFirst();
        Map<String, String> all = environment.with(added);
        Path program = ProgramPath.of(all).find(name)
                .orElseThrow(() -> new PluginException(PluginException.Code.MISSING, "No program " + name + " on the agents' PATH"));
        TreeEnder.Mark mark = new TreeEnder.Mark(MARK, Set.of(UUID.randomUUID().toString()));
        Process process = start(program, command, all, mark);
        PipeReader out = PipeReader.start(process.getInputStream(), "program-out");
        PipeReader err = PipeReader.start(process.getErrorStream(), "program-err");
        try {
            boolean inTime = process.waitFor(limit);
            kill(process, mark);
            if (!inTime) {
                throw new PluginException(PluginException.Code.BROKEN, program + " has not ended after " + limit.toMillis() + " ms");
            }
            out.await(PIPES_AFTER_END);
            err.await(PIPES_AFTER_END);
            return new Result(process.exitValue(), out.text(), err.text());
        } catch (InterruptedException e) {
            kill(process, mark);
            Thread.currentThread().interrupt();
            throw new PluginException(PluginException.Code.BROKEN, program + " was interrupted", e);
        }
    }

    private Process start(Path program, List<String> command, Map<String, String> all, TreeEnder.Mark mark) {
        List<String> whole = new ArrayList<>(command);
        whole.set(0, program.toString());
        Map<String, String> marked = new HashMap<>(all);
        mark.values().forEach(value -> marked.put(mark.variable(), value));
        try {
            ProcessArguments.check(whole);
            ProcessBuilder builder = new ProcessBuilder(whole).directory(home(all)).redirectInput(Redirect.from(new File("/dev/null")));
            builder.environment().clear();
            builder.environment().putAll(marked);
            return builder.start();
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.MISSING, "Cannot start " + program + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new PluginException(PluginException.Code.INVALID, "Not an environment variable: " + e.getMessage(), e);
        }
    }

    /** Kills the program if it still runs, and ends what it left: not seen in the pipes, which Java closes itself at the exit. */
    private void kill(Process process, TreeEnder.Mark mark) {
        Set<ProcessIdentity> root = table.identity(process.pid()).stream().filter(known -> process.isAlive()).collect(Collectors.toSet());
        ender.kill(root, mark).join();
    }

    private static File home(Map<String, String> all) {
        return Optional.ofNullable(all.get("HOME")).map(Path::of).filter(Files::isDirectory).orElse(Path.of("/")).toFile();
    }
}
