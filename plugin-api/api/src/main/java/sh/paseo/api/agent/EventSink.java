package sh.paseo.api.agent;

/** Takes what a session has to tell. <b>Thread</b>: any; the order of calls is the order of events. */
@FunctionalInterface
public interface EventSink {
    void emit(AgentEvent event);
}
