package sh.paseo.api.agent;

/** Where a tool call stands. */
public enum ToolState {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELED
}
