package sh.paseo.daemon.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import sh.paseo.daemon.home.Ownership;

/**
 * The database file: made private, checked before SQLite touches it, brought to the schema of this version.
 *
 * <p><b>Errors</b>: {@code NEWER} and {@code DAMAGED} leave every byte as it was.
 */
final class Database {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;
    private static final int VERSION_OFFSET = 60;
    private static final int APPLICATION_OFFSET = 68;
    /** "PASE", written by the first migration. */
    private static final int APPLICATION_ID = 0x50415345;

    private final Path file;
    private final Connector connector;
    private final Migrations migrations;
    private final Failures failures;

    private Database(Path file, Connector connector, Migrations migrations) {
        this.file = file;
        this.connector = connector;
        this.migrations = migrations;
        this.failures = new Failures(file);
    }

    /** Makes or checks the file and brings its schema up to date; nothing is open afterwards but what {@link #connect} opens. */
    static Database prepare(Path file, Connector connector, Migrations migrations) {
        Database database = new Database(file, connector, migrations);
        try {
            database.makePrivate();
            database.checkHeader();
        } catch (IOException e) {
            throw database.failures.of("opening", e);
        }
        return database;
    }

    Failures failures() {
        return failures;
    }

    /** The connection for writing, after migrating. */
    Connection connectForWriting() throws SQLException {
        Connection connection = connector.open(file, false);
        try {
            migrate(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    Connection connectForReading() throws SQLException {
        return connector.open(file, true);
    }

    private void makePrivate() throws IOException {
        Ownership ownership = Ownership.ofThisProcess();
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            ownership.openPrivate(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
            syncFolder();
            return;
        }
        ownership.check(file);
        ownership.makePrivate(file, Ownership.PRIVATE_FILE);
    }

    /** Reads the header without SQLite: even opening for reading makes files beside a database. */
    private void checkHeader() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            while (header.hasRemaining() && in.read(header) >= 0) {
                continue;
            }
        }
        if (header.position() == 0) {
            return;
        }
        if (header.hasRemaining() || header.slice(0, MAGIC.length).mismatch(ByteBuffer.wrap(MAGIC)) >= 0) {
            if (isUnfinished()) {
                return;
            }
            throw failures.damaged(file + " is not a database", null);
        }
        int version = header.getInt(VERSION_OFFSET);
        checkVersion(version);
        if (version > 0 && header.getInt(APPLICATION_OFFSET) != APPLICATION_ID) {
            throw failures.damaged(file + " is some other program's database", null);
        }
    }

    /** Whether the power failed while SQLite made the database: the file may be torn, and SQLite takes it back with this journal. */
    private boolean isUnfinished() throws IOException {
        Path journal = file.resolveSibling(file.getFileName() + "-journal");
        return Files.exists(journal, LinkOption.NOFOLLOW_LINKS) && Files.size(journal) > 0;
    }

    private void checkVersion(int version) {
        if (version > migrations.latest()) {
            throw failures.newer(version, migrations.latest());
        }
    }

    private void migrate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version = version(statement);
            checkVersion(version);
            if (version == migrations.latest()) {
                return;
            }
            if (version > 0) {
                copy(statement, version + 1);
            }
            for (int next = version + 1; next <= migrations.latest(); next++) {
                step(statement, next);
            }
            // The header on disk then tells the version to whoever looks before opening.
            statement.executeUpdate("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private void step(Statement statement, int version) throws SQLException {
        statement.executeUpdate("BEGIN IMMEDIATE");
        try {
            statement.executeUpdate(migrations.step(version));
            statement.executeUpdate("PRAGMA user_version = " + version);
            statement.executeUpdate("COMMIT");
        } catch (SQLException e) {
            rollBack(statement, e);
            throw e;
        }
        LOG.log(System.Logger.Level.DEBUG, "{0}: schema is now version {1}", file, version);
    }

    private static void rollBack(Statement statement, SQLException cause) {
        try {
            statement.executeUpdate("ROLLBACK");
        } catch (SQLException e) {
            // SQLite has rolled back by itself after some failures; the connection is closed next in any case.
            cause.addSuppressed(e);
        }
    }

    /** A whole copy beside the database; a copy left by an earlier try at the same step is replaced. */
    private void copy(Statement statement, int before) throws SQLException {
        Path copy = file.resolveSibling(file.getFileName() + ".before-" + before);
        Path unfinished = file.resolveSibling(copy.getFileName() + ".unfinished");
        try {
            Files.deleteIfExists(unfinished);
            Ownership.ofThisProcess().openPrivate(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
            statement.executeUpdate("VACUUM INTO '" + unfinished.toString().replace("'", "''") + "'");
            try (FileChannel written = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
        } catch (IOException e) {
            throw failures.of("copying to " + copy, e);
        }
        LOG.log(System.Logger.Level.INFO, "{0}: copied to {1} before the schema changes", file, copy.getFileName());
    }

    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
            found.next();
            return found.getInt(1);
        }
    }
}
