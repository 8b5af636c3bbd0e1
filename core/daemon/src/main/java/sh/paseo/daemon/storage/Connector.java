package sh.paseo.daemon.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** Opens connections to the database. A seam: tests let statements fail here. */
interface Connector {
    /** How long a statement waits for another program, such as a backup, that holds the database. */
    int BUSY_MILLIS = 5_000;
    /** The write-ahead log is cut back to this after a burst. */
    int LOG_BYTES = 16 << 20;

    Connection open(Path file, boolean readOnly) throws SQLException;

    /** The real database. */
    static Connector sqlite() {
        return sqlite("");
    }

    /** The real database with a query behind its URI, which lets tests put a layer between SQLite and the file system. */
    static Connector sqlite(String query) {
        return (file, readOnly) -> readOnly ? reading(url(file) + query) : writing(url(file) + query);
    }

    private static Connection writing(String url) throws SQLException {
        SQLiteConfig config = config();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        return prepared(config.createConnection(url), """
                PRAGMA synchronous = FULL;
                PRAGMA fullfsync = ON;
                PRAGMA checkpoint_fullfsync = ON;
                PRAGMA journal_mode = WAL;
                PRAGMA foreign_keys = ON;
                PRAGMA journal_size_limit = %d;
                """.formatted(LOG_BYTES));
    }

    private static Connection reading(String url) throws SQLException {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return prepared(config.createConnection(url), "PRAGMA query_only = ON;");
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private static Connection prepared(Connection connection, String pragmas) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(pragmas);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** As a URI, so that a question mark in a folder's name does not begin parameters. */
    private static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath().toUri();
    }
}
