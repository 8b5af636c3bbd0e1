package sh.paseo.daemon.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whichever call to the file system fails, and whenever the power does: what was acknowledged is there and nothing is half there.
 * {@link CrashTest} kills a real program on a real disk.
 */
@Timeout(600)
class DiskFailureTest {
    /** Every one of thousands of stores would tell what fails, and that it copies its database. */
    private static final Logger LOG = Logger.getLogger(DiskFailureTest.class.getPackageName());

    /** Fewer would mean that calls no longer come through the layer. */
    private static final int SYNCS_AT_LEAST = 20;

    @TempDir(factory = MemoryFolder.class)
    Path home;

    /** How many random remains of a power failure are tried at each place. */
    private final int seeds = Math.max(1, Integer.getInteger("paseo.rounds", 20) / 20);
    private List<String> states;
    private int folders;

    @BeforeEach
    void playWithoutFailure() throws IOException {
        states = Scenario.states(folder());
    }

    @BeforeAll
    static void beQuiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    private Path folder() throws IOException {
        return Files.createDirectory(home.resolve("disk-" + ++folders));
    }

    /** There would be thousands of databases. */
    private static void discard(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Disk.Fault.class)
    void whicheverCallFailsTheStoreGoesOnAndLosesNothing(Disk.Fault fault) throws Exception {
        int at = 1;
        while (playedWithFault(at, fault)) {
            at++;
        }
        assertTrue(at > SYNCS_AT_LEAST, "only " + at + " calls could fail");
    }

    /** False if there are fewer calls, so that none failed. */
    private boolean playedWithFault(int at, Disk.Fault fault) throws Exception {
        Path folder = folder();
        try (Disk disk = Disk.under(folder)) {
            disk.failAt(at, fault);
            Scenario scenario = new Scenario(folder, Disk.connector(), disk);
            scenario.play(states);
            boolean failed = disk.isWellNow();
            if (fault == Disk.Fault.LOST_WRITES) {
                PowerLoss loss = new PowerLoss();
                disk.events().forEach(loss::replay);
                verifyAfter(loss, PowerLoss.NONE);
            }
            scenario.verify(states, Scenario.length());
            discard(folder);
            return failed;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(fault + " at call " + at, e);
        }
    }

    private void verifyAfter(PowerLoss loss, PowerLoss.Survival survival) throws IOException, SQLException {
        Path folder = folder();
        loss.leave(folder, survival);
        try (Disk disk = Disk.under(folder)) {
            new Scenario(folder, Disk.connector(), disk).verify(states, loss.acknowledged());
        }
        discard(folder);
    }

    @Test
    void wheneverThePowerFailsWhatWasAcknowledgedIsThere() throws Exception {
        List<PowerLoss.Survival> survivals = new ArrayList<>(List.of(PowerLoss.ALL, PowerLoss.NONE));
        for (int seed = 0; seed < seeds; seed++) {
            survivals.add(PowerLoss.random(new Random(seed)));
        }
        List<Disk.Event> events = played(Disk.connector());
        PowerLoss loss = new PowerLoss();
        for (Disk.Event event : events) {
            loss.replay(event);
            for (PowerLoss.Survival survival : survivals) {
                try {
                    verifyAfter(loss, survival);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError("after event " + events.indexOf(event) + " of " + events.size() + ", " + event, e);
                }
            }
        }
    }

    private List<Disk.Event> played(Connector connector) throws IOException {
        Path folder = folder();
        try (Disk disk = Disk.under(folder)) {
            new Scenario(folder, connector, disk).play(states);
            assertEquals(0, disk.weakSyncs(), "every wait for the disk is the most thorough one");
            return disk.events();
        }
    }

    /** A check of the check. */
    @Test
    void aStoreThatDoesNotWaitForTheDiskIsSeenToLoseWhatItAcknowledged() throws Exception {
        PowerLoss loss = new PowerLoss();
        played(DiskFailureTest::hasty).forEach(loss::replay);
        assertThrows(AssertionError.class, () -> verifyAfter(loss, PowerLoss.NONE));
    }

    private static Connection hasty(Path file, boolean readOnly) throws SQLException {
        Connection connection = Disk.connector().open(file, readOnly);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
        }
        return connection;
    }
}
