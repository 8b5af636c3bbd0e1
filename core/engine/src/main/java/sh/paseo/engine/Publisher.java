package sh.paseo.engine;

import java.util.List;

/** Port to whoever tells clients. <b>Thread</b>: the agent's writer; must not block. */
@FunctionalInterface
public interface Publisher {
    /** Announcements of one agent, in order; {@code state} is how it stands after them. */
    void publish(AgentState state, List<Announcement> announcements);
}
