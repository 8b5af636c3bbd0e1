package sh.paseo.daemon.processes;

import java.util.Objects;

/**
 * One process and no later one with the same number.
 *
 * @param pid     its number
 * @param started when it started, in the unit of the {@link ProcessTable} that made it; does not move with the clock
 * @param boot    the boot of the system it belongs to; empty where the system names none
 */
record ProcessIdentity(long pid, long started, String boot) {
    ProcessIdentity {
        Objects.requireNonNull(boot);
    }
}
