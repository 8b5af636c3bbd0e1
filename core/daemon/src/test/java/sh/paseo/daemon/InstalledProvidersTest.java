package sh.paseo.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.ProviderId;
import sh.paseo.daemon.config.Config;
import sh.paseo.daemon.config.ConfigReader;
import sh.paseo.daemon.processes.FileProcessHost;
import sh.paseo.daemon.processes.ProcessLimits;

class InstalledProvidersTest {
    @TempDir
    private Path home;

    @Test
    void aProviderIsToldTheWholeEnvironmentOfItsAgents() throws IOException {
        Files.writeString(home.resolve("config.json"),
                "{\"agents\":{\"providers\":{\"one\":{\"env\":{\"PATH\":\"/own\"}},\"two\":{}}}}");
        Map<String, String> environment = Map.of("HOME", "/home/ann", "PATH", "/usr/bin", "PASEO_LOG", "secret");
        Config config = ConfigReader.read(home, environment, List.of());
        try (FileProcessHost processes = new FileProcessHost(home.resolve("agents"), environment, InstantSource.system(),
                ProcessLimits.forHeap(1 << 27))) {
            InstalledProviders providers = new InstalledProviders(List.of(), config, processes.programs(), processes.environment(),
                    new AgentVariables(environment, processes.programs(), System::nanoTime));
            assertEquals(Map.of("HOME", "/home/ann", "PATH", "/own"), providers.environment(new ProviderId("one")));
            assertEquals(Map.of("HOME", "/home/ann", "PATH", "/usr/bin"), providers.environment(new ProviderId("two")));
            assertEquals(providers.environment(new ProviderId("one")), providers.probe(new ProviderId("one")).environment());
        }
    }
}
