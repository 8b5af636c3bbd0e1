package sh.paseo.it;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The daemon is restarted while ten agents talk. */
@EnabledOnOs(OS.LINUX)
class TenAgentsTest {
    private static final int AGENTS = 10;
    private static final int WORDS = 600;

    @TempDir
    Path scratch;

    private final Ledger ledger = new Ledger();

    @Test
    void aRestartDuringTenRunningAgentsLosesNothing() throws Exception {
        try (var agent = new ScriptedMortal(scratch)) {
            restart(agent);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "paseo.claude", matches = ".+", disabledReason = "paseo.claude names no claude program")
    void aRestartDuringTenRealAgentsLosesNothing() throws Exception {
        try (var agent = new RealMortal(System.getProperty("paseo.claude"), scratch)) {
            restart(agent);
        }
    }

    private void restart(MortalAgent agent) throws IOException, InterruptedException {
        var paseo = Distribution.shipped(scratch);
        AgentAtWork.configure(paseo, agent, JsonObject.EMPTY_JSON_OBJECT);
        var told = new ArrayList<Told>();
        try (paseo; var client = LiveClient.of(paseo::listen, ledger)) {
            paseo.run("daemon", "start").ok();
            for (var number = 0; number < AGENTS; number++) {
                told.add(start(paseo, new Told("m" + number, "mark-" + number + "-of-ten", Optional.empty(), 0, agent.talk(WORDS))));
            }
            for (var prompt : told) {
                await().atMost(Distribution.PATIENCE).until(() -> agent.timesRun(prompt.mark()) == 1);
            }
            var message = paseo.run("daemon", "restart", "--json").ok().jsonObject().getString("message");
            assertTrue(message.endsWith("; 10 agents went on meanwhile"), message);
            for (var prompt : told) {
                await().atMost(Distribution.PATIENCE).until(() -> status(paseo, prompt).equals("idle"));
                assertEquals(prompt.script().says().orElseThrow(), timeline(client, prompt).words());
                assertEquals(1, agent.timesRun(prompt.mark()));
            }
            assertEquals(List.of(), ledger.problems());
            paseo.run("daemon", "stop", "--force").ok();
        }
    }

    private static Told start(Distribution paseo, Told prompt) throws IOException, InterruptedException {
        return prompt.to(paseo.run("run", "--detach", "--provider", "claude", "--json", prompt.text()).ok().jsonObject()
                .getString("agentId"));
    }

    private static String status(Distribution paseo, Told prompt) throws IOException, InterruptedException {
        return paseo.run("inspect", prompt.agent().orElseThrow(), "--json").ok().jsonObject().getString("Status");
    }

    private Timeline timeline(LiveClient client, Told prompt) {
        var answer = client.ask(Json.createObjectBuilder().add("type", "fetch_agent_timeline_request")
                .add("requestId", UUID.randomUUID().toString()).add("agentId", prompt.agent().orElseThrow()).add("direction", "tail")
                .add("limit", 0).add("projection", "canonical").build()).orTimeout(Distribution.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Timeline.read(LiveClient.parse(answer.join()).getJsonObject("message").getJsonObject("payload"), ledger);
    }
}
