package sh.paseo.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * The hash of a password as configurations hold it.
 *
 * <p><b>Shape</b>: {@code $2a$}, {@code $2b$} or {@code $2y$}, two digits of cost, {@code $}, 22 characters of salt and 31 of hash.
 * <b>Limits</b>: the cost is between 4 and {@link #MOST_COST}, so that a check ends within seconds; a password has at most
 * {@link #MOST_BYTES} bytes of UTF-8, because bcrypt looks at no more. <b>Thread</b>: any; making and checking take a quarter of a second
 * of a core.
 */
public final class BcryptHash {
    /** Bytes of the longest password. */
    public static final int MOST_BYTES = 72;

    private static final int MOST_COST = 15;
    private static final int LEAST_COST = 4;
    private static final int COST = 12;
    private static final int SALT_BYTES = 16;
    private static final Pattern SHAPE = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

    private final String text;

    private BcryptHash(String text) {
        this.text = text;
    }

    /** <b>Errors</b>: {@link IllegalArgumentException} that says what is wrong and does not quote the text, which may be a password. */
    public static BcryptHash of(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new IllegalArgumentException("it is no bcrypt hash");
        }
        int cost = Integer.parseInt(shape.group(1));
        if (cost < LEAST_COST || cost > MOST_COST) {
            throw new IllegalArgumentException("its cost is " + cost + ", not between " + LEAST_COST + " and " + MOST_COST);
        }
        return new BcryptHash(text);
    }

    /** Hashes a password with a salt of its own. <b>Errors</b>: {@link IllegalArgumentException} if it is too long. */
    public static BcryptHash hashed(String password) {
        if (bytes(password) > MOST_BYTES) {
            throw new IllegalArgumentException("it has more than " + MOST_BYTES + " bytes");
        }
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new BcryptHash(OpenBSDBCrypt.generate("2b", password.toCharArray(), salt, COST));
    }

    /** Whether this is the hash of the password. */
    public boolean matches(String password) {
        return bytes(password) <= MOST_BYTES && OpenBSDBCrypt.checkPassword(text, password.toCharArray());
    }

    private static int bytes(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The hash as it is written into a configuration. */
    public String text() {
        return text;
    }

    /** Without the hash, which helps whoever guesses. */
    @Override
    public String toString() {
        return "BcryptHash";
    }
}
