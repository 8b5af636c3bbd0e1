package sh.paseo.protocol.agents;

import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTypeSerializer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.protocol.NullIfEmpty;
import sh.paseo.protocol.Payload;
import sh.paseo.protocol.Wire;

/** Answers and events about agents. <b>Source</b>: wire specification 03, G2; 04, sections 3 and 12. */
public sealed interface AgentPayload extends Payload {
    /** A list of agents. */
    @Wire("fetch_agents_response")
    record Agents(String requestId, Optional<String> subscriptionId, List<Entry> entries, PageInfo pageInfo) implements AgentPayload {
        /** An agent and where it works. */
        public record Entry(AgentSnapshot agent, Project project) {}

        /** Where the list goes on. */
        public record PageInfo(@JsonbNillable Optional<String> nextCursor, @JsonbNillable Optional<String> prevCursor,
                boolean hasMore) {}
    }

    /** One agent. */
    @Wire("fetch_agent_response")
    record Agent(String requestId, @JsonbTypeSerializer(NullIfEmpty.class) Optional<AgentSnapshot> agent,
            @JsonbTypeSerializer(NullIfEmpty.class) Optional<Project> project,
            @JsonbNillable Optional<String> error) implements AgentPayload {}

    /** An agent was created, resumed or opened anew: {@code status} says which. */
    @Wire("status")
    record Opened(String status, String agentId, String requestId, OptionalLong timelineSize,
            Optional<AgentSnapshot> agent) implements AgentPayload {}

    /** An agent could not be created. */
    @Wire("status")
    record CreateFailed(String status, String requestId, String error) implements AgentPayload {
        public static CreateFailed of(String requestId, String error) {
            return new CreateFailed("agent_create_failed", requestId, error);
        }
    }

    /** Whether a prompt was accepted. */
    @Wire("send_agent_message_response")
    record MessageSent(String requestId, String agentId, boolean accepted, @JsonbNillable Optional<String> error) implements AgentPayload {}

    /** How the waiting ended: {@code idle}, {@code error}, {@code permission} or {@code timeout}. */
    @Wire("wait_for_finish_response")
    record Finished(String requestId, String status,
            @JsonbTypeSerializer(NullIfEmpty.class) @JsonbProperty("final") Optional<AgentSnapshot> last,
            @JsonbNillable Optional<String> error, @JsonbNillable Optional<String> lastMessage) implements AgentPayload {}

    /** The turn was stopped. */
    @Wire("cancel_agent_response")
    record Canceled(String requestId, String agentId,
            @JsonbTypeSerializer(NullIfEmpty.class) Optional<AgentSnapshot> agent) implements AgentPayload {}

    /** The agent is put away. */
    @Wire("agent_archived")
    record Archived(String agentId, String archivedAt, String requestId) implements AgentPayload {}

    /** The agent is forgotten. */
    @Wire("agent_deleted")
    record Deleted(String agentId, String requestId) implements AgentPayload {}

    /** Whether the agent was named or labelled. */
    @Wire("update_agent_response")
    record Updated(String requestId, String agentId, boolean accepted, @JsonbNillable Optional<String> error) implements AgentPayload {}

    /** Whether the mode was changed. */
    @Wire("set_agent_mode_response")
    record ModeSet(String requestId, String agentId, boolean accepted, @JsonbNillable Optional<String> error) implements AgentPayload {}

    /** Whether the model was changed. */
    @Wire("set_agent_model_response")
    record ModelSet(String requestId, String agentId, boolean accepted, @JsonbNillable Optional<String> error) implements AgentPayload {}

    /** Whether the degree of thinking was changed. */
    @Wire("set_agent_thinking_response")
    record ThinkingSet(String requestId, String agentId, boolean accepted, @JsonbNillable Optional<String> error) implements AgentPayload {}

    /** The user has looked. */
    @Wire("clear_agent_attention_response")
    record AttentionCleared(String requestId, JsonValue agentId, List<AgentSnapshot> agents) implements AgentPayload {}

    /** An agent has changed or appeared. */
    @Wire("agent_update")
    record Upsert(String kind, AgentSnapshot agent, Project project) implements AgentPayload {
        public static Upsert of(AgentSnapshot agent, Project project) {
            return new Upsert("upsert", agent, project);
        }
    }

    /** An agent no longer belongs to what the client subscribed to. */
    @Wire("agent_update")
    record Remove(String kind, String agentId) implements AgentPayload {
        public static Remove of(String agentId) {
            return new Remove("remove", agentId);
        }
    }

    /** Something happened in an agent; {@code seq} and {@code epoch} are there for rows of the timeline. */
    @Wire("agent_stream")
    record Stream(String agentId, StreamEvent event, String timestamp, OptionalLong seq, Optional<String> epoch) implements AgentPayload {}
}
