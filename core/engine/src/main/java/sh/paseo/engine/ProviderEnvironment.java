package sh.paseo.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import sh.paseo.api.process.ProcessSpec;
import sh.paseo.api.process.Processes;
import sh.paseo.api.process.Programs;

/** Gives whatever a plugin starts the environment of its provider's agents; what the plugin adds itself goes before it. */
public final class ProviderEnvironment {
    private final Supplier<Map<String, String>> environment;

    /** @param environment looked at whenever something is started */
    public ProviderEnvironment(Supplier<Map<String, String>> environment) {
        this.environment = environment;
    }

    Processes in(Processes processes) {
        return spec -> processes.start(new ProcessSpec(spec.command(), spec.directory(), with(spec.environment()), spec.end()));
    }

    /** The same programs. */
    public Programs in(Programs programs) {
        return new Programs() {
            @Override
            public Optional<Path> find(String program) {
                return programs.find(program);
            }

            @Override
            public Result run(List<String> command, Map<String, String> added, Duration limit) {
                return programs.run(command, with(added), limit);
            }
        };
    }

    private Map<String, String> with(Map<String, String> added) {
        Map<String, String> all = new HashMap<>(environment.get());
        all.putAll(added);
        return all;
    }
}
