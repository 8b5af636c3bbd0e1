package sh.paseo.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    private static final String BOTH = "{\"daemon\":{\"tls\":{\"certificate\":\"cert.pem\",\"key\":\"key.pem\"}}}";

    @TempDir
    private Path home;

    @BeforeEach
    void aPairThatFits() throws IOException {
        put("ec.pem", "cert.pem", "rw-r--r--");
        put("ec.key", "key.pem", "rw-------");
    }

    private Path put(String resource, String name, String mode) throws IOException {
        Path file = home.resolve(name);
        try (InputStream in = Objects.requireNonNull(TlsFilesTest.class.getResourceAsStream("tls/" + resource), resource)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Config read(String json) throws IOException {
        Files.writeString(home.resolve(ConfigFile.NAME), json);
        return ConfigReader.read(home, Map.of(), List.of());
    }

    private String problems(String json) {
        return assertThrows(ConfigException.class, () -> read(json)).getMessage();
    }

    @Test
    void pathsAreRelativeToTheHome() throws IOException {
        assertEquals(Optional.of(new Config.Tls(home.resolve("cert.pem"), home.resolve("key.pem"))), read(BOTH).daemon().tls());
        assertEquals(Optional.empty(), read("{}").daemon().tls());
        assertEquals(Optional.empty(), read("{\"daemon\":{\"tls\":{}}}").daemon().tls());
    }

    @Test
    void theTildeIsTheHomeOfTheUser() {
        String told = problems(BOTH.replace("cert.pem", "~/no-such-paseo-test/cert.pem"));
        assertTrue(told.contains(System.getProperty("user.home") + "/no-such-paseo-test/cert.pem does not exist"), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate", "key"})
    void oneWithoutTheOtherIsToldWithTheMissingOne(String given) {
        String told = problems("{\"daemon\":{\"tls\":{\"" + given + "\":\"cert.pem\"}}}");
        assertTrue(told.contains("daemon.tls." + (given.equals("key") ? "certificate" : "key") + " is missing beside daemon.tls." + given),
                told);
    }

    @ParameterizedTest
    @CsvSource({"7,must be a text", "'\"\"',must be a text", "'\"no.pem\"',no.pem does not exist", "'\".\"',is no PEM file",
        "'\"config.json\"',no certificate"})
    void aFileThatIsNoneIsToldWithItsPlace(String written, String says) {
        String told = problems(BOTH.replace("\"cert.pem\"", written));
        assertTrue(told.contains("\n  daemon.tls.certificate") && told.contains(says), told);
    }

    @Test
    void bothFilesAreToldOfTogether() throws IOException {
        Files.delete(home.resolve("cert.pem"));
        Files.delete(home.resolve("key.pem"));
        String told = problems(BOTH);
        assertTrue(told.contains("\n  daemon.tls.certificate: ") && told.contains("\n  daemon.tls.key: "), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw----r-x", "rw-rw----", "rw-----w-"})
    void aKeyThatOthersCanReadOrWriteIsRefusedWithTheCommandThatRepairsIt(String mode) throws IOException {
        put("ec.key", "key.pem", mode);
        String told = problems(BOTH);
        assertTrue(told.contains("\n  daemon.tls.key: ") && told.contains("; run: chmod go"), told);
    }

    @Test
    void aCertificateThatOthersCanWriteIsRefused() throws IOException {
        put("ec.pem", "cert.pem", "rw-rw-r--");
        assertTrue(problems(BOTH).contains("chmod go-w"));
    }

    @Test
    void aKeyThatDoesNotFitOrCannotBeReadIsRefused() throws IOException {
        put("rsa.key", "key.pem", "rw-------");
        assertTrue(problems(BOTH).contains("daemon.tls.key: " + home.resolve("key.pem") + ": the key does not fit the certificate"));
        put("encrypted.key", "key.pem", "rw-------");
        assertTrue(problems(BOTH).contains("the key is encrypted, which is not supported"));
    }

    @Test
    void linksAreFollowedAndWhatTheyLeadToIsLookedAt() throws IOException {
        Path live = Files.createDirectory(home.resolve("live"));
        Files.createSymbolicLink(live.resolve("cert.pem"), home.resolve("cert.pem"));
        Files.createSymbolicLink(live.resolve("key.pem"), home.resolve("key.pem"));
        String linked = BOTH.replace("\"cert.pem", "\"live/cert.pem").replace("\"key.pem", "\"live/key.pem");
        assertEquals(live.resolve("key.pem"), read(linked).daemon().tls().orElseThrow().key());
        put("ec.key", "key.pem", "rw-r--r--");
        assertTrue(problems(linked).contains("may be read by others"));
    }

    @Test
    void theStampChangesWithTheFilesAndReadingThemAgainLooksAtTheirRights() throws IOException {
        TlsFiles files = new TlsFiles(read(BOTH).daemon().tls().orElseThrow());
        String before = files.stamp();
        assertEquals(before, files.stamp());
        put("ec.key", "key.pem", "rw-r--r--");
        assertNotEquals(before, files.stamp());
        String told = assertThrows(IllegalArgumentException.class, files::read).getMessage();
        assertTrue(told.contains("daemon.tls.key: "), told);
        assertFalse(told.contains("BEGIN"), told);
        Files.delete(home.resolve("key.pem"));
        assertTrue(assertThrows(IllegalArgumentException.class, files::read).getMessage().contains("does not exist"));
        assertNotEquals(before, files.stamp());
    }
}
