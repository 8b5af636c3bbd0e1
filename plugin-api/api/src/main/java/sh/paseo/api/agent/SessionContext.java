package sh.paseo.api.agent;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import sh.paseo.api.AgentId;
import sh.paseo.api.process.Processes;
import sh.paseo.api.process.Programs;

/** What the host lends to a session. <b>Thread</b>: any. */
public interface SessionContext {
    AgentId agent();

    /** For events that come from elsewhere than a line of the agent's process. Blocks while the agent's mailbox is full. */
    EventSink events();

    /** The way to the agent's standard input. */
    Outbox outbox();

    /** The only way to start the agent's process. */
    Processes processes();

    /** Finding and running short-lived programs. */
    Programs programs();

    /** A private folder that lives as long as the agent. */
    Path stateDirectory();

    /** The provider's section of the user's configuration; empty if there is none. */
    JsonObject settings();

    /** The environment that the agent's process will get. */
    Map<String, String> environment();

    InstantSource clock();

    System.Logger log();
}
