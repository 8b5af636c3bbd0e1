package sh.paseo.api.agent;

/** What agents of a provider can do; shown to clients. */
public enum Capability {
    STREAMING,
    SESSION_PERSISTENCE,
    DYNAMIC_MODES,
    MCP_SERVERS,
    REASONING_STREAM,
    TOOL_INVOCATIONS
}
