package sh.paseo.daemon.home;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The daemon's name towards clients, the same for ever.
 *
 * <p><b>Shape</b>: {@code srv_} and 12 letters of base64url, a line of its own in {@code server-id}. <b>Source</b>: wire
 * specification 01, section 11.
 */
final class ServerId {
    private static final String FILE = "server-id";
    private static final String VARIABLE = "PASEO_SERVER_ID";
    private static final int RANDOM_BYTES = 9;
    /** Wider than what we make: the variable may say anything that is safe in a URL. */
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private ServerId() {}

    /** What the environment says, else what the file says; a file that is missing is made. */
    static String of(Path home, Map<String, String> environment, Ownership ownership) throws IOException {
        Path file = home.resolve(FILE);
        String given = environment.getOrDefault(VARIABLE, "").strip();
        if (!given.isEmpty() && !VALID.matcher(given).matches()) {
            throw new HomeException(HomeException.Code.INVALID, VARIABLE + "=\"" + given + "\" must match " + VALID.pattern());
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            ownership.check(file);
            return given.isEmpty() ? read(file) : given;
        }
        String id = given.isEmpty() ? make() : given;
        new PrivateFile(ownership).replace(file, (id + "\n").getBytes(StandardCharsets.US_ASCII));
        return id;
    }

    private static String read(Path file) throws IOException {
        String found = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        if (!VALID.matcher(found).matches()) {
            throw new HomeException(HomeException.Code.INVALID,
                    file + " does not hold a server id such as srv_AbCdEfGhIjKl. Put back the id that"
                            + " clients know, or delete the file to get a new one");
        }
        return found;
    }

    private static String make() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return "srv_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
