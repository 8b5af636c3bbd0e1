package sh.paseo.api.agent;

/** Whether a line reached the agent. */
public enum Delivery {
    YES,
    NO,
    UNKNOWN
}
