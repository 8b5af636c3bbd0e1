package sh.paseo.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Processes that carry an agent's mark and belong to no agent that lives. */
final class Strays {
    private static final long LIMIT_SECONDS = 60;
    private static final long LOOK_MILLIS = 50;

    private final AgentHome home;

    Strays(AgentHome home) {
        this.home = home;
    }

    /** Those that still run after a while, for what an agent leaves is given some time to end. */
    List<String> await(Set<String> agents) throws IOException, InterruptedException {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        var strays = now(agents);
        while (!strays.isEmpty() && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            strays = now(agents);
        }
        return strays;
    }

    private List<String> now(Set<String> agents) throws IOException {
        var ids = new HashSet<>(home.agents());
        ids.addAll(agents);
        var strays = new ArrayList<String>();
        for (var process : Leftovers.marked(ids)) {
            var program = agents.contains(process.agent()) ? home.program(process.agent()) : Optional.<ProcessHandle>empty();
            var belongs = program.isPresent() && lineage(process.pid()).anyMatch(pid -> pid == program.get().pid());
            if (!belongs && Leftovers.alive(process.pid())) {
                strays.add(process.toString());
            }
        }
        return strays;
    }

    /** The process and its ancestors. */
    private static Stream<Long> lineage(long pid) {
        return Stream.iterate(ProcessHandle.of(pid), Optional::isPresent, handle -> handle.flatMap(ProcessHandle::parent))
                .map(handle -> handle.orElseThrow().pid());
    }
}
