package sh.paseo.daemon.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sh.paseo.api.AgentId;
import sh.paseo.daemon.home.HomeException;
import sh.paseo.engine.StoreException;

class DatabaseFileTest {
    private static final String ADD_NOTE = "ALTER TABLE agents ADD COLUMN note TEXT;";

    private static final int SHIPPED = Migrations.shipped().latest();
    private static final String COPY = "paseo.db.before-" + (SHIPPED + 1);

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void name() {
        file = home.resolve(SqliteStore.FILE);
    }

    private SqliteStore open() {
        return SqliteStore.open(home, Samples.JSON, () -> Samples.NOW);
    }

    private SqliteStore open(Migrations migrations) {
        return SqliteStore.open(file, new StoredJson(Samples.JSON), () -> Samples.NOW,
                new SqliteStore.Parts(Connector.sqlite(), migrations));
    }

    /** The shipped steps and one more. */
    private static Migrations with(String step) {
        List<String> steps = new ArrayList<>();
        for (int version = 1; version <= SHIPPED; version++) {
            steps.add(Migrations.shipped().step(version));
        }
        steps.add(step);
        return new Migrations(steps);
    }

    private StoreException.Code refusal() {
        return assertThrows(StoreException.class, this::open).code();
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> found = Files.list(home)) {
            return found.map(path -> path.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private void sql(String statements) throws SQLException {
        try (Connection connection = Connector.sqlite().open(file, false); Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        }
    }

    private static long number(Path database, String query) throws SQLException {
        try (Connection connection = Connector.sqlite().open(database, true);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }

    @Test
    void databaseAndTheFilesBesideItAreForUsAlone() throws IOException {
        try (SqliteStore store = open()) {
            store.commit(Samples.rows("a", 1, 1)).join();
            assertEquals(Set.of("paseo.db", "paseo.db-shm", "paseo.db-wal"), files());
            for (String name : files()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))), name);
            }
        }
        assertEquals(Set.of("paseo.db"), files(), "nothing but the database is left by a clean end");
    }

    @Test
    void connectionThatWritesWaitsForTheDiskAndKeepsReferences() throws Exception {
        Files.createFile(file);
        try (Connection connection = Connector.sqlite().open(file, false); Statement statement = connection.createStatement()) {
            assertEquals("wal", pragma(statement, "journal_mode"));
            assertEquals("2", pragma(statement, "synchronous"), "FULL");
            assertEquals("1", pragma(statement, "fullfsync"));
            assertEquals("1", pragma(statement, "foreign_keys"));
            assertEquals(String.valueOf(Connector.BUSY_MILLIS), pragma(statement, "busy_timeout"));
        }
    }

    private static String pragma(Statement statement, String name) throws SQLException {
        try (ResultSet found = statement.executeQuery("PRAGMA " + name)) {
            found.next();
            return found.getString(1);
        }
    }

    @Test
    void rightsOfOthersToReadAreTakenAway() throws IOException {
        open().close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        open().close();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void linkIsRefused() throws IOException {
        Path elsewhere = Files.createFile(home.resolve("elsewhere"));
        Files.createSymbolicLink(file, elsewhere);
        assertEquals(78, assertThrows(HomeException.class, this::open).exitCode());
        assertEquals(0, Files.size(elsewhere));
    }

    @Test
    void danglingLinkIsRefused() throws IOException {
        Files.createSymbolicLink(file, home.resolve("elsewhere"));
        assertEquals(78, assertThrows(HomeException.class, this::open).exitCode());
        assertFalse(Files.exists(home.resolve("elsewhere")));
    }

    @Test
    void databaseThatOthersMayWriteIsRefused() throws IOException {
        open().close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        HomeException refused = assertThrows(HomeException.class, this::open);
        assertEquals(78, refused.exitCode());
        assertTrue(refused.getMessage().contains("chmod go-w"), refused.getMessage());
    }

    @Test
    void newerDatabaseIsRefusedAndStaysAsItWas() throws Exception {
        open(with(ADD_NOTE)).close();
        byte[] before = Files.readAllBytes(file);
        assertEquals(StoreException.Code.NEWER, refusal());
        assertArrayEquals(before, Files.readAllBytes(file));
        assertEquals(Set.of("paseo.db"), files());
    }

    @Test
    void whatIsNoDatabaseIsRefusedAndStaysAsItWas() throws Exception {
        Files.writeString(file, "x".repeat(5_000));
        assertEquals(StoreException.Code.DAMAGED, refusal());
        assertEquals("x".repeat(5_000), Files.readString(file));
        Files.writeString(file, "SQLite format 3\0");
        assertEquals(StoreException.Code.DAMAGED, refusal());
        assertEquals(Set.of("paseo.db"), files());
    }

    @Test
    void otherProgramsDatabaseIsRefused() throws Exception {
        Files.createFile(file);
        sql("CREATE TABLE theirs (a); PRAGMA user_version = 1;");
        byte[] before = Files.readAllBytes(file);
        assertEquals(StoreException.Code.DAMAGED, refusal());
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void damagedPagesAreReportedAsSuch() throws Exception {
        try (SqliteStore store = open()) {
            store.commit(Samples.rows("a", 1, 2_000)).join();
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 4_096; i < bytes.length; i++) {
            bytes[i] = (byte) 0xa5;
        }
        Files.write(file, bytes);
        StoreException refused = assertThrows(StoreException.class, () -> {
            try (SqliteStore store = open()) {
                store.agents().join();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        });
        assertEquals(StoreException.Code.DAMAGED, refused.code());
        assertTrue(refused.getMessage().contains("Move " + file), refused.getMessage());
    }

    @Test
    void emptyFileIsANewDatabase() throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (SqliteStore store = open()) {
            assertEquals(List.of(), store.agents().join());
        }
    }

    @Test
    void olderDatabaseIsCopiedAndThenChanged() throws Exception {
        try (SqliteStore store = open()) {
            store.commit(Samples.rows("a", 1, 10)).join();
        }
        try (SqliteStore store = open(with(ADD_NOTE))) {
            assertEquals(10, store.rowsAfter(new AgentId("a"), 0, 100).join().size());
        }
        Path copy = home.resolve(COPY);
        assertEquals(Set.of("paseo.db", COPY), files());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)));
        assertEquals(SHIPPED + 1, number(file, "PRAGMA user_version"));
        assertEquals(SHIPPED, number(copy, "PRAGMA user_version"));
        assertEquals(10, number(copy, "SELECT count(*) FROM timeline"));
        assertThrows(SQLException.class, () -> number(copy, "SELECT note FROM agents"));
    }

    @Test
    void copyIsADatabaseThatThisVersionOpens() throws Exception {
        try (SqliteStore store = open()) {
            store.commit(Samples.rows("a", 1, 10)).join();
        }
        open(with(ADD_NOTE)).close();
        Files.move(home.resolve(COPY), file, StandardCopyOption.REPLACE_EXISTING);
        try (SqliteStore store = open()) {
            assertEquals(10, store.rowsAfter(new AgentId("a"), 0, 100).join().size());
        }
    }

    @Test
    void stepThatFailsLeavesTheDatabaseAsItWasAndCanBeTriedAgain() throws Exception {
        try (SqliteStore store = open()) {
            store.commit(Samples.rows("a", 1, 10)).join();
        }
        assertThrows(StoreException.class, () -> open(with(ADD_NOTE + "DELETE FROM timeline; SELECT nonsense;")));
        assertEquals(SHIPPED, number(file, "PRAGMA user_version"));
        assertEquals(10, number(file, "SELECT count(*) FROM timeline"));
        open(with(ADD_NOTE)).close();
        assertEquals(SHIPPED + 1, number(file, "PRAGMA user_version"));
    }

    @Test
    void newDatabaseIsNotCopied() throws Exception {
        open(with(ADD_NOTE)).close();
        assertEquals(Set.of("paseo.db"), files());
    }

    @Test
    void oddFolderNamesWork() throws IOException {
        Path odd = Files.createDirectory(home.resolve("a?b=c%41 'd' ü#"));
        try (SqliteStore store = SqliteStore.open(odd, Samples.JSON, () -> Samples.NOW)) {
            store.commit(Samples.rows("a", 1, 1)).join();
        }
        assertTrue(Files.size(odd.resolve("paseo.db")) > 0);
        assertEquals(Set.of(odd.getFileName().toString()), files());
    }

    @Test
    void pagesAreFoundByKeyAndNotByScanning() throws Exception {
        open().close();
        for (String query : List.of("SELECT item FROM timeline WHERE agent = 1 AND seq > 5 ORDER BY seq LIMIT 10",
                "SELECT item FROM timeline WHERE agent = 1 AND seq < 5 ORDER BY seq DESC LIMIT 10",
                "SELECT key FROM timeline WHERE agent = 1 AND key IS NOT NULL ORDER BY seq DESC LIMIT 10",
                "SELECT 1 FROM prompts WHERE agent = 1 AND message = 'm'",
                "DELETE FROM requests WHERE at <= 5")) {
            String plan = plan(query);
            assertTrue(plan.startsWith("SEARCH") && !plan.contains("TEMP B-TREE"), query + " -> " + plan);
        }
    }

    private String plan(String query) throws SQLException {
        try (Connection connection = Connector.sqlite().open(file, true);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("EXPLAIN QUERY PLAN " + query)) {
            StringBuilder plan = new StringBuilder();
            while (found.next()) {
                plan.append(found.getString("detail")).append('\n');
            }
            return plan.toString();
        }
    }
}
