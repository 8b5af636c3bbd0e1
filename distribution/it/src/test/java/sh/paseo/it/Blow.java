package sh.paseo.it;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Kills what a way says, and sees to it that a daemon runs afterwards. */
final class Blow {
    private static final int BETWEEN_MILLIS = 20;
    private static final int FROZEN_MILLIS = 1_500;
    private static final int MOST_STARTS = 3;

    private final MortalDaemon daemon;
    private final AgentHome home;
    private final Story story;
    private final Random random;
    /** How long the last start took to the port, milliseconds; others are killed within some more. */
    private long startMillis = 1_000;
    private int agentsKilled;
    private int startsKilled;

    Blow(MortalDaemon daemon, AgentHome home, Story story, Random random) {
        this.daemon = daemon;
        this.home = home;
        this.story = story;
        this.random = random;
    }

    String summary() {
        return agentsKilled + " agents killed, " + startsKilled + " daemons killed while they started";
    }

    void start() throws IOException {
        var begun = System.nanoTime();
        daemon.start();
        startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /**
     * @param victim whose program is killed if the way ends one; empty for that of an agent that no client knows yet
     * @param again  whether the next daemon is killed too, while it starts
     */
    void strike(KillWay way, LiveClient client, Optional<String> victim, boolean again) throws IOException, InterruptedException {
        switch (way) {
            case KILL -> {
                daemon.kill();
                next(again);
            }
            case TERM -> {
                daemon.terminate();
                next(again);
            }
            case RESTART -> {
                client.tell(story.request("restart_server_request").build());
                daemon.awaitNext();
                restarted(again);
            }
            case FREEZE -> {
                daemon.freeze();
                pass(FROZEN_MILLIS);
                daemon.thaw();
            }
            case FREEZE_KILL -> {
                daemon.freeze();
                pass(FROZEN_MILLIS);
                daemon.kill();
                next(again);
            }
            case AGENT -> killAgent(victim);
            case AGENT_FIRST -> {
                killAgent(victim);
                pass(BETWEEN_MILLIS);
                daemon.kill();
                next(again);
            }
            case DAEMON_FIRST -> daemonFirst(victim, again);
        }
    }

    private void daemonFirst(Optional<String> victim, boolean again) throws IOException, InterruptedException {
        daemon.kill();
        if (random.nextBoolean()) {
            pass(BETWEEN_MILLIS);
            killAgent(victim);
            next(again);
        } else {
            daemon.launch();
            passStart();
            killAgent(victim);
            restarted(again);
        }
    }

    /** A daemon is starting already. */
    private void restarted(boolean again) throws IOException, InterruptedException {
        if (again) {
            killStart();
            next(true);
        } else {
            daemon.awaitListening();
        }
    }

    private void next(boolean again) throws IOException, InterruptedException {
        for (var starts = again ? 1 + random.nextInt(MOST_STARTS) : 0; starts > 0; starts--) {
            daemon.launch();
            killStart();
        }
        start();
    }

    /** Before it listens, while it reads and takes over, or a little later. */
    private void killStart() throws InterruptedException {
        passStart();
        startsKilled++;
        if (random.nextInt(4) == 0) {
            daemon.terminate();
        } else {
            daemon.kill();
        }
    }

    private void killAgent(Optional<String> victim) throws IOException {
        story.risk(victim);
        for (var agent : victim.map(Set::of).orElse(home.agents())) {
            if (victim.isPresent() || !story.agents().containsKey(agent)) {
                var program = home.program(agent);
                program.ifPresent(ProcessHandle::destroyForcibly);
                agentsKilled += program.isPresent() ? 1 : 0;
            }
        }
    }

    private void passStart() throws InterruptedException {
        pass((int) (startMillis * 2));
    }

    /** Nothing is waited for here: the moment is what is drawn. */
    private void pass(int mostMillis) throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(random.nextLong(mostMillis * 1_000L));
    }
}
