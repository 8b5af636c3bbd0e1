package sh.paseo.protocol;

/** What the daemon answers or tells, within a session. Every payload's class carries {@link Wire}. */
public interface Payload {}
