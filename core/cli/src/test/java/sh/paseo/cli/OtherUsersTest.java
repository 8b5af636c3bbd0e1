package sh.paseo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherUsersTest {
    private static final List<String> TCP = List.of("unix:///run/p.sock", "127.0.0.1:6767");

    @TempDir
    Path folder;

    private OtherUsers users(String... lines) throws IOException {
        String system = "root:x:0:0:root:/root:/bin/bash\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\n"
                + "ann:x:1000:1000::/home/ann:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\nbackup:x:1005:1005::/:/usr/sbin/nologin\n:::\n";
        return new OtherUsers(Files.writeString(folder.resolve("passwd"), system + String.join("\n", lines)), "ann");
    }

    @Test
    void whoIsAloneIsNotTold() throws IOException {
        assertEquals(Optional.empty(), users().finding(TCP, false));
        assertEquals(Optional.empty(), new OtherUsers(folder.resolve("none"), "ann").finding(TCP, false));
    }

    @Test
    void othersWhoCanLogInAreNamedWithTheTwoWaysToKeepThemOut() throws IOException {
        var finding = users("bob:x:1001:1001::/home/bob:/bin/bash", "eve:x:1002:1002::/home/eve:/bin/zsh").finding(TCP, false)
                .orElseThrow();
        assertEquals("warning", finding.getString("state"));
        assertTrue(finding.getString("text").startsWith("bob, eve can all log in here, reach "), finding.toString());
        assertTrue(finding.getString("remedy").contains("paseo daemon set-password"), finding.toString());
        assertTrue(finding.getString("remedy").contains("Unix socket"), finding.toString());
    }

    @Test
    void aPasswordOrAUnixSocketKeepsThemOut() throws IOException {
        var users = users("bob:x:1001:1001::/home/bob:/bin/bash");
        assertEquals("ok", users.finding(TCP, true).orElseThrow().getString("state"));
        assertEquals("ok", users.finding(List.of("unix:///run/p.sock"), false).orElseThrow().getString("state"));
    }
}
