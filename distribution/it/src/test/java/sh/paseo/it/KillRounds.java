package sh.paseo.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Kills the daemon of one home again and again while agents are at work, and looks each time what is left.
 *
 * <p>What happens when is drawn from a seed; how far the agents come until then is up to the machine, so a seed repeats what was
 * tried and not what it led to.
 */
final class KillRounds implements AutoCloseable {
    private static final Duration TRIGGER = Duration.ofSeconds(60);
    private static final int AGENTS_AT_WORK = 3;
    private static final int LONGEST_START_MILLIS = 900;

    private final Random random;
    private final MortalAgent claude;
    private final MortalDaemon daemon;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Ledger ledger = new Ledger();
    private final Story story;
    private final Map<KillMoment, Integer> kills = new EnumMap<>(KillMoment.class);
    private final Verdict verdict;
    private LiveClient client;

    KillRounds(Path scratch, long seed, MortalAgent claude) throws IOException {
        random = new Random(seed);
        this.claude = claude;
        story = new Story(Files.createDirectories(scratch.resolve("work")), ledger);
        var paseo = Distribution.shipped(scratch);
        var folder = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(paseo.home(), folder);
        Files.copy(paseo.install().resolve("extras/agent-load.jar"),
                Files.createDirectory(paseo.home().resolve("plugins"), folder).resolve("agent-load.jar"));
        var file = Files.createFile(paseo.home().resolve("config.json"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Json.createObjectBuilder().add("agents", Json.createObjectBuilder().add("providers",
                Json.createObjectBuilder().add("claude", claude.settings()))).build().toString());
        daemon = new MortalDaemon(paseo);
        verdict = new Verdict(story, ledger, claude, paseo.home());
    }

    /** Goes on until something is wrong, which is then returned. */
    List<String> run(int rounds, List<KillMoment> moments) throws IOException, InterruptedException {
        live();
        for (int round = 0; round < rounds && ledger.problems().isEmpty(); round++) {
            round(round, moments.get(random.nextInt(moments.size())));
        }
        verdict.all(client);
        client.close();
        daemon.stop();
        verdict.nothingRuns();
        return ledger.problems();
    }

    private void live() throws IOException {
        daemon.start();
        client = LiveClient.connect(http, daemon.address(), ledger);
    }

    private void round(int number, KillMoment moment) throws IOException, InterruptedException {
        try {
            var talker = actor("claude");
            var loader = actor("load");
            story.settle();
            act(moment, talker, loader);
        } catch (CompletionException e) {
            ledger.problem("round " + number + ", " + moment + ": what the kill should have interrupted did not happen: " + e.getCause());
        }
        daemon.kill();
        kills.merge(moment, 1, Integer::sum);
        client.awaitEnd();
        if (moment == KillMoment.STARTING) {
            killWhileStarting();
        }
        var asked = story.settle();
        live();
        verdict.after(client, asked, random);
        if (!ledger.problems().isEmpty()) {
            ledger.problem("in round " + number + ", killed at " + moment);
        }
    }

    private void killWhileStarting() throws IOException, InterruptedException {
        for (int again = random.nextInt(3); again >= 0; again--) {
            daemon.launch();
            pass(LONGEST_START_MILLIS);
            daemon.kill();
            kills.merge(KillMoment.STARTING, 1, Integer::sum);
        }
    }

    /** An agent of the provider that has nothing to do. Now and then it is a new one, so that timelines stay short. */
    private String actor(String provider) {
        var known = List.copyOf(story.agentsOf(provider));
        if (known.isEmpty() || random.nextInt(10) == 0) {
            story.create(client, provider, provider.equals("load") ? Script.items(3) : Script.free(claude.brief())).reply()
                    .orTimeout(TRIGGER.toSeconds(), TimeUnit.SECONDS).join();
            story.settle();
            known = List.copyOf(story.agentsOf(provider));
        }
        var newest = known.subList(Math.max(0, known.size() - AGENTS_AT_WORK), known.size());
        var chosen = newest.get(random.nextInt(newest.size()));
        verdict.awaitIdle(client, chosen);
        return chosen;
    }

    private void openOne() throws InterruptedException {
        var provider = random.nextInt(4) == 0 ? "load" : "claude";
        var begun = client.next(payload -> payload.getJsonObject("event").getString("type").equals("turn_started"));
        story.create(client, provider, provider.equals("load") ? Script.items(100) : Script.free(claude.brief()));
        if (random.nextBoolean()) {
            await(begun);
            pass(30);
        } else {
            pass(LONGEST_START_MILLIS);
        }
    }

    private void act(KillMoment moment, String talker, String loader) throws InterruptedException {
        switch (moment) {
            case OPENING -> openOne();
            case SENDING, STARTING -> {
                story.prompt(client, talker, Script.free(claude.brief()));
                story.prompt(client, loader, Script.items(100));
                story.label(client, talker);
                pass(60);
            }
            case STREAMING -> stream(talker, loader);
            case TOOL_CALL -> {
                var call = row(talker, "tool_call");
                story.prompt(client, talker, Script.endless(claude.tools()));
                await(call);
                pass(200);
            }
            case PERMISSION -> {
                ask(talker, loader);
                pass(50);
            }
            case ANSWERED -> {
                for (var question : ask(talker, loader)) {
                    client.tell(Json.createObjectBuilder().add("type", "agent_permission_response")
                            .add("agentId", question.getString("agentId"))
                            .add("requestId", question.getJsonObject("event").getJsonObject("request").getString("id"))
                            .add("response", Json.createObjectBuilder().add("behavior", "allow")).build());
                }
                pass(60);
            }
            case QUEUED -> queue(talker, loader);
        }
    }

    private void stream(String talker, String loader) throws InterruptedException {
        var words = row(talker, "assistant_message");
        story.prompt(client, talker, Script.endless(claude.endless()));
        await(words);
        var items = random.nextBoolean();
        var rows = row(loader, items ? "todo" : "assistant_message");
        story.prompt(client, loader, items ? Script.items(500) : Script.deltas(20_000));
        await(rows);
        pass(150);
    }

    /** The second prompt ends the turn of the first. */
    private void queue(String talker, String loader) throws InterruptedException {
        var words = row(talker, "assistant_message");
        story.prompt(client, talker, Script.free(claude.endless()));
        var taken = event(loader, "turn_started");
        story.prompt(client, loader, Script.load("take 60 seconds", false));
        await(words);
        await(taken);
        story.prompt(client, talker, Script.free(claude.brief()));
        story.prompt(client, loader, Script.items(50));
        pass(150);
    }

    private List<JsonObject> ask(String talker, String loader) {
        var first = event(talker, "permission_requested");
        var second = event(loader, "permission_requested");
        story.prompt(client, talker, Script.endless(claude.permission()));
        story.prompt(client, loader, Script.load("ask permission", false));
        return List.of(await(first), await(second));
    }

    private CompletableFuture<JsonObject> row(String agent, String item) {
        return client.next(payload -> payload.getString("agentId").equals(agent) && payload.containsKey("seq")
                && payload.getJsonObject("event").getJsonObject("item").getString("type").equals(item));
    }

    private CompletableFuture<JsonObject> event(String agent, String type) {
        return client.next(payload -> payload.getString("agentId").equals(agent)
                && payload.getJsonObject("event").getString("type").equals(type));
    }

    private static JsonObject await(CompletableFuture<JsonObject> event) {
        return event.orTimeout(TRIGGER.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Nothing is waited for here: the moment of the kill is what is drawn. */
    private void pass(int mostMillis) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(random.nextLong(mostMillis * 1_000L));
    }

    String summary() {
        return kills + ", " + story.agents().size() + " agents, " + story.prompts().size() + " prompts of which " + story.accepted().size()
                + " acknowledged, " + verdict.repeats() + ", " + ledger.rows() + " rows held against what came before " + ledger.compared()
                + " times";
    }

    @Override
    public void close() {
        daemon.close();
        http.close();
    }
}
