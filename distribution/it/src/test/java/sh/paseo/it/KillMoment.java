package sh.paseo.it;

/** What goes on when something is killed. */
enum KillMoment {
    /** An agent is being made and given its first prompt. */
    OPENING,
    /** Prompts and a change of labels are on their way. */
    SENDING,
    /** One agent talks by and by, the other as fast as it can. */
    STREAMING,
    /** An agent calls tools. */
    TOOL_CALL,
    /** Agents wait for a permission. */
    PERMISSION,
    /** Permissions were answered a moment ago. */
    ANSWERED,
    /** Prompts were given to agents that are at work. */
    QUEUED,
    /** The daemon itself is starting and takes agents over, after it was killed at one of the other moments. */
    STARTING
}
