package sh.paseo.daemon.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollingFileTest {
    @TempDir
    private Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static LogRecord event(String text) {
        LogRecord event = new LogRecord(Level.INFO, text);
        event.setLoggerName("sh.paseo.test");
        return event;
    }

    @Test
    void anEventIsOneLineWhateverItSays() throws IOException {
        Path log = folder.resolve("daemon.log");
        RollingFile file = new RollingFile(log);
        LogRecord forged = event("first\n2026-01-01T00:00:00Z SEVERE x: forged\r\u001b[31m\u2028");
        forged.setThrown(new IllegalStateException("with\nlines"));
        file.publish(forged);
        file.publish(event("${jndi:ldap://x}"));
        file.close();
        List<String> lines = Files.readAllLines(log);
        assertEquals(2, lines.size());
        assertTrue(
                lines.getFirst().contains("first\\n2026-01-01T00:00:00Z SEVERE x: forged\\r\\u001b[31m\\u2028 | java.lang.IllegalState"));
        assertTrue(lines.getLast().endsWith("INFO sh.paseo.test: ${jndi:ldap://x}"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(log)));
    }

    @Test
    void aLargeFileIsSetAsideAndTheOldestGoes() throws IOException {
        Path log = folder.resolve("daemon.log");
        RollingFile file = new RollingFile(log, 300);
        for (int i = 0; i < 50; i++) {
            file.publish(event("event number " + i));
        }
        file.close();
        assertEquals(1 + RollingFile.OLDER_FILES, files().size());
        assertTrue(Files.size(log) <= 300);
        assertTrue(Files.readString(log).contains("event number 49"));
        assertFalse(files().getFirst().equals("daemon.log"));
        assertTrue(files().getFirst().matches("\\d{8}-\\d{4}-\\d{2}-daemon\\.log"), files().toString());
    }

    @Test
    void aFileThatCannotBeSetAsideStaysInUseUntilItCan() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path away = folder.resolve("away");
        RollingFile file = new RollingFile(home.resolve("daemon.log"), 300);
        List<Integer> failures = new ArrayList<>();
        file.setErrorManager(new ErrorManager() {
            @Override
            public void error(String message, Exception failure, int code) {
                failures.add(code);
            }
        });
        Files.move(home, away);
        for (int i = 0; i < 10; i++) {
            file.publish(event("event number " + i));
        }
        assertTrue(failures.size() > 1 && failures.stream().allMatch(code -> code == ErrorManager.OPEN_FAILURE), failures.toString());
        assertEquals(10, Files.readAllLines(away.resolve("daemon.log")).size());

        Files.move(away, home);
        file.publish(event("set aside at last"));
        file.close();
        assertEquals(1, Files.readAllLines(home.resolve("daemon.log")).size());
    }
}
