package sh.paseo.daemon.processes;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.ProcessSpec;

/** Starts agents' processes. <b>Thread</b>: any. */
final class ProcessLauncher {
    /** The only text that a shell of the daemon ever runs. Everything that varies is an argument, and the number stays the agent's. */
    private static final String SCRIPT = "i=$0 o=$1 e=$2; shift 2; exec \"$@\" <>\"$i\" >>\"$o\" 2>>\"$e\"";
    /** Without {@code setsid}: the agent stays in the daemon's session and at least outlives its terminal. */
    private static final String SCRIPT_WITHOUT_SETSID = "trap '' HUP; " + SCRIPT;
    private static final String SHELL = "/bin/sh";
    private static final int SIGINT = 2;
    /** A process that cannot be identified has ended; Java hears of that a little later. */
    private static final Duration ENDED = Duration.ofSeconds(2);

    private final AgentFolders folders;
    private final AgentEnvironment environment;
    private final ProcessTable table;
    private final InstantSource clock;
    private final Optional<Path> setsid;

    ProcessLauncher(AgentFolders folders, AgentEnvironment environment, ProcessTable table, InstantSource clock) {
        this(folders, environment, table, clock,
                Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).filter(Files::isExecutable).findFirst()
                        .or(() -> ProgramPath.of(environment.with(Map.of())).find("setsid")));
    }

    ProcessLauncher(AgentFolders folders, AgentEnvironment environment, ProcessTable table, InstantSource clock, Optional<Path> setsid) {
        this.folders = folders;
        this.environment = environment;
        this.table = table;
        this.clock = clock;
        this.setsid = setsid;
    }

    /** A process that was started; without an identity it had ended before it could be looked at. */
    record Launched(ProcessFolder folder, Process process, Optional<ProcessIdentity> identity) {}

    Launched launch(AgentId agent, ProcessSpec spec) {
        if (File.separatorChar != '/') {
            throw new PluginException(PluginException.Code.UNSUPPORTED, "Agents' processes cannot be run on Windows yet");
        }
        Map<String, String> all = environment.of(agent, spec.environment());
        String name = spec.command().getFirst();
        Path program = ProgramPath.of(all).find(name).orElseThrow(() -> missing("No program " + name + " on the agents' PATH"));
        if (!Files.isDirectory(spec.directory())) {
            throw missing("The working directory does not exist: " + spec.directory());
        }
        ProcessArguments.check(spec.command());
        Libc.letChildrenHear(SIGINT);
        try {
            return launch(folders.newProcess(agent, clock.instant()), program, spec, all);
        } catch (IOException e) {
            throw new PluginException(PluginException.Code.IO, "Cannot start " + program + ": " + e.getMessage(), e);
        }
    }

    private Launched launch(ProcessFolder folder, Path program, ProcessSpec spec, Map<String, String> all) throws IOException {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(command(folder, program, spec.command()))
                    .directory(spec.directory().toFile())
                    .redirectInput(Redirect.from(new File("/dev/null")))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.appendTo(folder.err().toFile()));
            builder.environment().clear();
            builder.environment().putAll(all);
            process = builder.start();
        } catch (IOException e) {
            folders.delete(folder);
            throw e;
        } catch (IllegalArgumentException e) {
            folders.delete(folder);
            throw new PluginException(PluginException.Code.INVALID, "Not an environment variable: " + e.getMessage(), e);
        }
        return record(folder, program, spec, process);
    }

    private Launched record(ProcessFolder folder, Path program, ProcessSpec spec, Process process) throws IOException {
        Optional<ProcessIdentity> identity = table.identity(process.pid());
        try {
            if (identity.isPresent()) {
                new ProcessRecord(identity.get(), spec.end(), program, clock.instant()).write(folder);
            } else if (!process.waitFor(ENDED)) {
                throw new IOException("the process cannot be identified");
            }
            return new Launched(folder, process, identity);
        } catch (IOException e) {
            process.destroyForcibly();
            folders.delete(folder);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Launched(folder, process, identity);
        }
    }

    private List<String> command(ProcessFolder folder, Path program, List<String> command) {
        List<String> all = new ArrayList<>();
        setsid.ifPresent(path -> all.add(path.toString()));
        all.addAll(List.of(SHELL, "-c", setsid.isPresent() ? SCRIPT : SCRIPT_WITHOUT_SETSID,
                folder.in().toString(), folder.out().toString(), folder.err().toString(), program.toString()));
        all.addAll(command.subList(1, command.size()));
        return all;
    }

    private static PluginException missing(String message) {
        return new PluginException(PluginException.Code.MISSING, message);
    }
}
