package sh.paseo.it;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Brings agents to the moments at which something is killed. */
final class Scenes {
    private static final long TRIGGER_SECONDS = 60;
    private static final int LONGEST_OPENING_MILLIS = 900;

    /** Some seconds of talk. */
    private static final int WORDS = 80;

    private final Story story;
    private final MortalAgent claude;
    private final Random random;

    Scenes(Story story, MortalAgent claude, Random random) {
        this.story = story;
        this.claude = claude;
        this.random = random;
    }

    /** Returns the agent that is at work; empty if it is being made. */
    Optional<String> act(KillMoment moment, KillWay way, LiveClient client, String talker, String loader) throws InterruptedException {
        switch (moment) {
            case OPENING -> {
                open(client, !way.endsAgent() && random.nextInt(4) == 0);
                return Optional.empty();
            }
            case SENDING -> {
                story.prompt(client, talker, claude.brief());
                story.prompt(client, loader, Script.items(100));
                story.label(client, talker);
                pass(60);
            }
            case STREAMING -> stream(client, talker, loader);
            case TOOL_CALL -> {
                var call = row(client, talker, "tool_call");
                story.prompt(client, talker, claude.tools());
                await(call);
                pass(300);
            }
            case PERMISSION -> {
                ask(client, talker, loader);
                pass(50);
            }
            case ANSWERED -> {
                for (var question : ask(client, talker, loader)) {
                    var prompt = story.prompts(question.getString("agentId")).getLast();
                    story.answer(client, prompt, question.getJsonObject("event").getJsonObject("request").getString("id"), true);
                }
                pass(60);
            }
            case QUEUED -> queue(client, talker, loader);
            case STARTING -> {
                return act(KillMoment.values()[random.nextInt(KillMoment.STARTING.ordinal())], way, client, talker, loader);
            }
        }
        return Optional.of(talker);
    }

    private void open(LiveClient client, boolean load) throws InterruptedException {
        var begun = client.next(payload -> payload.getJsonObject("event").getString("type").equals("turn_started"));
        story.create(client, load ? "load" : "claude",
                load ? Script.items(100) : random.nextBoolean() ? claude.brief() : claude.talk(WORDS));
        if (random.nextBoolean()) {
            await(begun);
            pass(30);
        } else {
            pass(LONGEST_OPENING_MILLIS);
        }
    }

    private void stream(LiveClient client, String talker, String loader) throws InterruptedException {
        var words = row(client, talker, "assistant_message");
        story.prompt(client, talker, random.nextInt(3) == 0 ? claude.endless() : claude.talk(WORDS));
        await(words);
        var items = random.nextBoolean();
        var rows = row(client, loader, items ? "todo" : "assistant_message");
        story.prompt(client, loader, items ? Script.items(500) : Script.deltas(20_000));
        await(rows);
        pass(150);
    }

    /** The second prompt ends the turn of the first. */
    private void queue(LiveClient client, String talker, String loader) throws InterruptedException {
        var words = row(client, talker, "assistant_message");
        story.prompt(client, talker, claude.endless());
        var taken = event(client, loader, "turn_started");
        story.prompt(client, loader, Script.load("take 60 seconds", false, Optional.empty()));
        await(words);
        await(taken);
        story.prompt(client, talker, claude.brief());
        story.prompt(client, loader, Script.items(50));
        pass(150);
    }

    private List<JsonObject> ask(LiveClient client, String talker, String loader) {
        var first = event(client, talker, "permission_requested");
        var second = event(client, loader, "permission_requested");
        story.prompt(client, talker, claude.permission());
        story.prompt(client, loader, Script.load("ask permission", true, Optional.empty()));
        return List.of(await(first), await(second));
    }

    private static CompletableFuture<JsonObject> row(LiveClient client, String agent, String item) {
        return client.next(payload -> payload.getString("agentId").equals(agent) && payload.containsKey("seq")
                && payload.getJsonObject("event").getJsonObject("item").getString("type").equals(item));
    }

    private static CompletableFuture<JsonObject> event(LiveClient client, String agent, String type) {
        return client.next(payload -> payload.getString("agentId").equals(agent)
                && payload.getJsonObject("event").getString("type").equals(type));
    }

    private static JsonObject await(CompletableFuture<JsonObject> event) {
        return event.orTimeout(TRIGGER_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Nothing is waited for here: the moment of the kill is what is drawn. */
    private void pass(int mostMillis) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(random.nextLong(mostMillis * 1_000L));
    }
}
