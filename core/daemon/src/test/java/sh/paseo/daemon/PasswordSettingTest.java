package sh.paseo.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.crypto.BcryptHash;
import sh.paseo.daemon.config.ConfigException;
import sh.paseo.daemon.config.ConfigFile;
import sh.paseo.daemon.config.ConfigReader;
import sh.paseo.hosting.HostRules;

class PasswordSettingTest {
    @TempDir
    private Path home;

    private Path file() {
        return home.resolve(ConfigFile.NAME);
    }

    private void configured(String json) throws IOException {
        Files.writeString(file(), json);
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theHashIsStoredForTheOwnerAloneAndTheDaemonReadsIt() throws IOException {
        PasswordSetting.store(home, "open-sesame");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
        assertFalse(Files.readString(file()).contains("open-sesame"));
        assertTrue(ConfigReader.read(home, Map.of(), List.of()).daemon().password().isPresent());
    }

    @Test
    void anotherOneReplacesItAndAllElseStays() throws IOException {
        configured(
                "{\"daemon\":{\"allowedHosts\":[\"devbox\"],\"auth\":{\"password\":\"old\"},\"limits\":{}},"
                        + "\"agents\":{\"outlive\":false}}");
        PasswordSetting.store(home, "open-sesame");
        JsonObject root = new ConfigFile(home).read();
        assertEquals(List.of("daemon", "agents"), List.copyOf(root.keySet()));
        assertEquals(List.of("allowedHosts", "auth", "limits"), List.copyOf(root.getJsonObject("daemon").keySet()));
        assertTrue(BcryptHash.of(root.getJsonObject("daemon").getJsonObject("auth").getString("password")).matches("open-sesame"));
        assertEquals(HostRules.of(List.of("devbox")), ConfigReader.read(home, Map.of(), List.of()).daemon().hosts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "has a blank", "has/slashes", "ends-with-a-line\n",
        "longer-than-bcrypt-looks-at-0123456789-0123456789-0123456789-0123456789-01"})
    void onesThatCannotBeUsedAreRefusedNotQuotedAndChangeNothing(String password) throws IOException {
        configured("{\"version\":1}");
        String told = assertThrows(ConfigException.class, () -> PasswordSetting.store(home, password)).getMessage();
        assertTrue(password.isEmpty() || !told.contains(password), told);
        assertEquals("{\"version\":1}", Files.readString(file()));
    }

    @Test
    void aFileThatIsNoConfigurationIsLeftAlone() throws IOException {
        configured("{\"daemon\":");
        assertThrows(ConfigException.class, () -> PasswordSetting.store(home, "open-sesame"));
        assertEquals("{\"daemon\":", Files.readString(file()));
    }
}
