/**
 * What survives the daemon: one SQLite database in the home folder. The only package that knows JDBC.
 *
 * <p>Read {@link sh.paseo.daemon.storage.SqliteStore} first, then {@code Writer}.
 */
package sh.paseo.daemon.storage;
