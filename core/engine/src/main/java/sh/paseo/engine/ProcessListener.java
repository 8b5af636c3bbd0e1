package sh.paseo.engine;

import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.ProcessExit;

/** Hears of one agent's process. <b>Thread</b>: the journal's; must not block. */
public interface ProcessListener {
    /** A line of output. False means that there is no room now: the same line is offered again later, and reading waits. */
    boolean line(String process, Line line);

    /** Every line that is complete so far was taken. Told again and again, whenever reading comes to the end of what is there. */
    default void caughtUp(String process) {}

    /** The process writes more than can be taken, or there is no room for what it writes; told again every 10 seconds. */
    default void overrun(String process, String reason) {}

    /** The process has ended and every line was taken. */
    void exited(String process, ProcessExit exit);
}
