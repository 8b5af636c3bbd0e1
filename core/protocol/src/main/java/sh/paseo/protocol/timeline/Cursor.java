package sh.paseo.protocol.timeline;

/** A place in a timeline. */
public record Cursor(String epoch, long seq) {}
