package sh.paseo.daemon.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sh.paseo.daemon.processes.ProcessLab.until;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.api.PluginException;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.api.process.ProcessSpec.EndSignal;
import sh.paseo.engine.AgentProcesses;

/** Security cases 61 and 62: what reaches an agent besides its lines. */
class EnvironmentOfAgentsTest {
    @TempDir
    Path home;
    private final AgentId agent = ProcessLab.newAgent();
    private final Recorder recorder = new Recorder();

    @Test
    void agentGetsTheUsersEnvironmentItsNameAndItsOwnAndNothingOfOurs() {
        Map<String, String> daemon = Map.of("LANG", "de_DE.ISO-8859-1", "LC_ALL", "C.UTF-8", "PASEO_USER_LC_ALL", "",
                "LC_CTYPE", "C.UTF-8", "PASEO_USER_LC_CTYPE", "de_DE", "PASEO_HOME", "/secret", "PASEO_PASSWORD", "secret",
                "PASEO_AGENT_ID", "another", "OURS", "no");
        try (ProcessLab lab = new ProcessLab(home, ProcessLab.SHORT, daemon)) {
            lab.host.agent(agent, recorder).start(spec("tr '\\0' '\\n' </proc/self/environ",
                    Map.of("ADDED", "by the provider", "OURS", "replaced", "PASEO_AGENT_ID", "forged")));

            until(() -> !recorder.exits().isEmpty());
            List<String> seen = new ArrayList<>(recorder.texts());
            seen.removeIf(line -> Stream.of("PWD=", "OLDPWD=", "_=", "SHLVL=").anyMatch(line::startsWith)); // a shell's own
            assertEquals(Stream.of("ADDED=by the provider", "HOME=" + home, "LANG=de_DE.ISO-8859-1", "LC_CTYPE=de_DE", "OURS=replaced",
                    "PASEO_AGENT_ID=" + agent, "PATH=/usr/bin:/bin").sorted().toList(), seen.stream().sorted().toList());
        }
    }

    private ProcessSpec spec(String script, Map<String, String> environment) {
        return new ProcessSpec(List.of("/bin/sh", "-c", script), home, environment, EndSignal.TERM);
    }

    @Test
    void agentHasThreeFilesAndNoMore() throws IOException {
        try (ProcessLab lab = new ProcessLab(home);
                FileChannel ours = FileChannel.open(home.resolve("secret"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertTrue(ours.isOpen());
            AgentProcesses processes = lab.host.agent(agent, recorder);
            long pid = processes.start(lab.script("echo started; read forever")).pid();
            Path folder = lab.folder(agent, processes.current().orElseThrow()).toRealPath();

            until(() -> !recorder.lines().isEmpty());
            Map<String, Path> files = new TreeMap<>();
            try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
                for (Path link : links) {
                    files.put(link.getFileName().toString(), Files.readSymbolicLink(link));
                }
            }
            assertEquals(Map.of("0", folder.resolve("in"), "1", folder.resolve("out"), "2", folder.resolve("err")), files);
        }
    }

    @Test
    void agentWorksInItsFolder() throws IOException {
        try (ProcessLab lab = new ProcessLab(home)) {
            Path folder = Files.createDirectory(home.resolve("a project; with $(strange) name"));
            lab.host.agent(agent, recorder).start(new ProcessSpec(List.of("pwd"), folder, Map.of(), EndSignal.TERM));

            until(() -> recorder.texts().equals(List.of(folder.toRealPath().toString())));
        }
    }

    @Test
    void argumentsArriveUnchangedOrAreRefused() throws IOException {
        List<String> hostile = hostile();
        assertTrue(hostile.size() > 60, "read " + hostile.size());
        Charset locale = Charset.forName(System.getProperty("sun.jnu.encoding"));
        List<String> sayable = hostile.stream().filter(text -> text.indexOf('\0') < 0 && locale.newEncoder().canEncode(text)).toList();
        try (ProcessLab lab = new ProcessLab(home)) {
            AgentProcesses processes = lab.host.agent(agent, recorder);
            processes.start(lab.script("for a; do printf '%s\\0\\n' \"$a\"; done", sayable.toArray(String[]::new)));

            until(() -> !recorder.exits().isEmpty());
            assertEquals(String.join("\0\n", sayable) + "\0", String.join("\n", recorder.texts()));
            for (String text : hostile) {
                if (!sayable.contains(text)) {
                    ProcessSpec spec = lab.script("echo", text);
                    assertEquals(PluginException.Code.INVALID, assertThrows(PluginException.class, () -> processes.start(spec)).code());
                }
            }
            assertFalse(Files.exists(Path.of("/tmp/pwn")));
        }
    }

    private static List<String> hostile() throws IOException {
        Path file = Path.of(System.getProperty("paseo.shared", "../shared"), "vectors/strings/git-and-arg-injection.json");
        assumeTrue(Files.exists(file), "published vectors are missing: " + file);
        try (InputStream in = Files.newInputStream(file); JsonReader reader = Json.createReader(in)) {
            JsonObject object = reader.readObject();
            return Stream.of("branch", "remote", "path", "agentArg")
                    .flatMap(kind -> object.getJsonArray(kind).getValuesAs(JsonString::getString).stream()).toList();
        }
    }
}
