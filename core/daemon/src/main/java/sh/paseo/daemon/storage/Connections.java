package sh.paseo.daemon.storage;

import java.sql.Connection;
import java.sql.SQLException;

/** Ends connections. */
final class Connections {
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    private Connections() {}

    /** What was committed is safe whatever happens here, so a failure is only told. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "closing a connection to the database failed", e);
        }
    }
}
