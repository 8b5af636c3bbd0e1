package sh.paseo.protocol.agents;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import sh.paseo.protocol.Request;
import sh.paseo.protocol.Wire;

/** Requests about agents. <b>Source</b>: wire specification 03, G2. */
public sealed interface AgentRequest extends Request {
    /** A list of agents, and updates from then on if subscribed. */
    @Wire("fetch_agents_request")
    record FetchAgents(Optional<String> requestId, Optional<String> scope, Optional<Filter> filter, Optional<List<Sort>> sort,
            Optional<Page> page, Optional<Subscribe> subscribe) implements AgentRequest {
        /** Which agents. */
        public record Filter(Optional<Map<String, String>> labels, Optional<List<String>> projectKeys, Optional<List<String>> statuses,
                Optional<Boolean> includeArchived, Optional<Boolean> requiresAttention, Optional<String> thinkingOptionId) {}

        /** In which order. */
        public record Sort(String key, String direction) {}

        /** How many, going on from where. */
        public record Page(OptionalInt limit, Optional<String> cursor) {}

        /** That updates are wanted. */
        public record Subscribe(Optional<String> subscriptionId) {}
    }

    /** One agent, by what a user typed. */
    @Wire("fetch_agent_request")
    record FetchAgent(Optional<String> requestId, String agentId) implements AgentRequest {}

    /** A new agent. */
    @Wire("create_agent_request")
    record CreateAgent(Optional<String> requestId, Config config, Optional<String> initialPrompt, Optional<String> clientMessageId,
            Optional<JsonObject> outputSchema, Optional<List<Image>> images, Optional<List<JsonObject>> attachments,
            Optional<JsonObject> git, Optional<String> worktreeName, Optional<Map<String, String>> labels) implements AgentRequest {}

    /** What an agent starts with. */
    record Config(String provider, String cwd, Optional<String> modeId, Optional<String> model, Optional<String> thinkingOptionId,
            Optional<String> title, Optional<String> systemPrompt, Optional<JsonObject> mcpServers, Optional<JsonObject> extra) {}

    /** An image in base64. */
    record Image(String data, String mimeType) {}

    /** An agent that goes on with a conversation known by its handle. */
    @Wire("resume_agent_request")
    record ResumeAgent(Optional<String> requestId, Handle handle, Optional<JsonObject> overrides) implements AgentRequest {
        /** The provider's own name for a conversation. */
        public record Handle(String provider, String sessionId, Optional<JsonObject> metadata) {}
    }

    /** Opens the session anew. */
    @Wire("refresh_agent_request")
    record RefreshAgent(Optional<String> requestId, String agentId) implements AgentRequest {}

    /** A prompt. */
    @Wire("send_agent_message_request")
    record SendMessage(Optional<String> requestId, String agentId, String text, Optional<String> messageId,
            Optional<List<Image>> images, Optional<List<JsonObject>> attachments) implements AgentRequest {}

    /** Waits until the agent needs its user or is done. */
    @Wire("wait_for_finish_request")
    record WaitForFinish(Optional<String> requestId, String agentId, OptionalLong timeoutMs) implements AgentRequest {}

    /** Stops the running turn. */
    @Wire("cancel_agent_request")
    record CancelAgent(Optional<String> requestId, String agentId) implements AgentRequest {}

    /** Puts the agent away. */
    @Wire("archive_agent_request")
    record ArchiveAgent(Optional<String> requestId, String agentId) implements AgentRequest {}

    /** Forgets the agent. */
    @Wire("delete_agent_request")
    record DeleteAgent(Optional<String> requestId, String agentId) implements AgentRequest {}

    /** Names or labels the agent. */
    @Wire("update_agent_request")
    record UpdateAgent(Optional<String> requestId, String agentId, Optional<String> name,
            Optional<Map<String, String>> labels) implements AgentRequest {}

    /** Changes the permission mode. */
    @Wire("set_agent_mode_request")
    record SetMode(Optional<String> requestId, String agentId, String modeId) implements AgentRequest {}

    /** Changes the model; null means the default. */
    @Wire("set_agent_model_request")
    record SetModel(Optional<String> requestId, String agentId, Optional<String> modelId) implements AgentRequest {}

    /** Changes how much the agent thinks; null means the default. */
    @Wire("set_agent_thinking_request")
    record SetThinking(Optional<String> requestId, String agentId, Optional<String> thinkingOptionId) implements AgentRequest {}

    /** The user has looked; {@code agentId} is one id or an array of them. */
    @Wire("clear_agent_attention")
    record ClearAttention(Optional<String> requestId, JsonValue agentId) implements AgentRequest {}
}
