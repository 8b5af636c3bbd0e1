package sh.paseo.api.agent;

import jakarta.json.JsonObject;
import java.util.Map;
import sh.paseo.api.process.Programs;

/** What the host lends to a provider that looks around. <b>Thread</b>: any. */
public interface ProbeContext {
    Programs programs();

    /** The provider's section of the user's configuration; empty if there is none. */
    JsonObject settings();

    /** The environment that an agent's process would get. */
    Map<String, String> environment();

    System.Logger log();
}
