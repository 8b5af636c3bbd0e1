package sh.paseo.api.agent;

/** What a provider promises about a line that was on its way when the host died. */
public enum DeliveryGuarantee {
    /** {@link AgentSession#delivered} finds out, so the line takes effect once. */
    EXACTLY_ONCE,
    /** It is not sent again. */
    AT_MOST_ONCE
}
