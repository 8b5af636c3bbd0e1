package sh.paseo.engine;

/**
 * Where an agent stands.
 *
 * <pre>
 * create, load -> INITIALIZING -> IDLE <-> RUNNING
 *                      |            |         |
 *                      +---> ERROR <----------+      (a new prompt leaves ERROR)
 *                 any of them -> CLOSED               (not loaded; a prompt loads it again)
 * </pre>
 */
public enum Lifecycle {
    INITIALIZING,
    IDLE,
    RUNNING,
    ERROR,
    CLOSED
}
