package sh.paseo.engine;

/**
 * Where an agent stands. Whether its session is open is another matter and not stored: a prompt opens it.
 *
 * <pre>
 * create, load -> INITIALIZING -> IDLE <-> RUNNING
 *                      |            |         |
 *                      +---> ERROR <----------+      (a new prompt leaves ERROR)
 * </pre>
 */
public enum Lifecycle {
    INITIALIZING,
    IDLE,
    RUNNING,
    ERROR
}
