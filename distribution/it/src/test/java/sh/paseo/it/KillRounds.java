package sh.paseo.it;

import jakarta.json.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Kills the daemon of one home, its agents, or both, again and again while agents are at work, and looks each time what is left.
 *
 * <p>What happens when is drawn from a seed; how far the agents come until then is up to the machine, so a seed repeats what was
 * tried and not what it led to.
 */
final class KillRounds implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KillRounds.class.getName());
    private static final long TRIGGER_SECONDS = 60;
    private static final int AGENTS_AT_WORK = 3;

    private final Random random;
    private final MortalAgent claude;
    private final MortalDaemon daemon;
    private final AgentHome home;
    private final Ledger ledger = new Ledger();
    private final Story story;
    private final Scenes scenes;
    private final Blow blow;
    private final Verdict verdict;
    private final Strays strays;
    private final Map<KillMoment, Map<KillWay, Integer>> done = new TreeMap<>();
    private final LiveClient client;

    KillRounds(Path scratch, long seed, MortalAgent claude) throws IOException {
        random = new Random(seed);
        this.claude = claude;
        story = new Story(Files.createDirectories(scratch.resolve("work")), ledger);
        var paseo = Distribution.shipped(scratch);
        AgentAtWork.configure(paseo, claude, Json.createObjectBuilder().build());
        var folder = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.copy(paseo.install().resolve("extras/agent-load.jar"),
                Files.createDirectory(paseo.home().resolve("plugins"), folder).resolve("agent-load.jar"));
        daemon = new MortalDaemon(paseo);
        home = AgentHome.of(paseo);
        client = LiveClient.of(paseo::listen, ledger);
        scenes = new Scenes(story, claude, random);
        blow = new Blow(daemon, home, story, random);
        verdict = new Verdict(story, ledger, claude, random);
        strays = new Strays(home);
    }

    /** Goes on until something is wrong, which is then returned. */
    List<String> run(int rounds, List<KillMoment> moments, List<KillWay> ways) throws IOException, InterruptedException {
        blow.start();
        for (int round = 0; round < rounds && ledger.problems().isEmpty(); round++) {
            var moment = moments.get(random.nextInt(moments.size()));
            var fitting = ways.stream().filter(way -> moment != KillMoment.STARTING || way.endsDaemon()).toList();
            round(round, moment, fitting.get(random.nextInt(fitting.size())));
        }
        if (ledger.problems().isEmpty()) {
            verdict.all(client);
            end();
        }
        return ledger.problems();
    }

    private void round(int number, KillMoment moment, KillWay way) throws IOException, InterruptedException {
        LOG.log(Level.DEBUG, "round {0}: {1} at {2}", number, way, moment);
        try {
            story.nextGroup();
            var talker = actor("claude");
            var loader = actor("load");
            story.nextGroup();
            var victim = scenes.act(moment, way, client, talker, loader);
            blow.strike(way, client, victim, moment == KillMoment.STARTING);
        } catch (CompletionException e) {
            ledger.problem("what was to be killed did not happen: " + e.getCause());
        }
        done.computeIfAbsent(moment, any -> new TreeMap<>()).merge(way, 1, Integer::sum);
        verdict.after(client, way.endsDaemon());
        strays.await(Set.copyOf(story.agents().keySet())).forEach(stray -> ledger.problem("belongs to nobody: " + stray));
        if (!ledger.problems().isEmpty()) {
            ledger.problem("in round " + number + ", " + way + " at " + moment);
        }
    }

    /** An agent of the provider that has nothing to do. Now and then it is a new one, so that timelines stay short. */
    private String actor(String provider) {
        var known = List.copyOf(story.agentsOf(provider));
        if (known.isEmpty() || random.nextInt(10) == 0) {
            story.create(client, provider, provider.equals("load") ? Script.items(3) : claude.brief()).reply()
                    .orTimeout(TRIGGER_SECONDS, TimeUnit.SECONDS).join();
            story.settle();
            known = List.copyOf(story.agentsOf(provider));
        }
        var newest = known.subList(Math.max(0, known.size() - AGENTS_AT_WORK), known.size());
        var chosen = newest.get(random.nextInt(newest.size()));
        verdict.awaitRest(client, chosen);
        return chosen;
    }

    /** As a user ends it: nothing of any agent goes on. */
    private void end() throws IOException, InterruptedException {
        client.tell(story.request("shutdown_server_request").build());
        daemon.awaitStopped();
        Leftovers.of(home.agents()).forEach(process -> ledger.problem("goes on without its daemon: " + process));
    }

    String summary() {
        var table = done.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).collect(Collectors.joining("\n  "));
        return blow.summary() + "; " + story.agents().size() + " agents, " + story.prompts().size() + " prompts of which "
                + story.accepted().size() + " acknowledged and " + story.prompts().stream().filter(story::atRisk).count()
                + " might fail; " + client.summary() + ", " + verdict.summary() + "; " + ledger.rows()
                + " rows held against what came before " + ledger.compared() + " times\n  " + table;
    }

    @Override
    public void close() throws IOException {
        client.close();
        daemon.close();
        home.endAll();
    }
}
