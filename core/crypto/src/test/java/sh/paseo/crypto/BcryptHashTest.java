package sh.paseo.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BcryptHashTest {
    /** Published with the first implementations of bcrypt. */
    private static final String PUBLISHED = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";

    @Test
    void aPasswordMatchesItsHashAndNoOther() {
        BcryptHash hash = BcryptHash.hashed("correct-horse");
        assertTrue(hash.text().startsWith("$2b$12$"), hash.text());
        assertTrue(hash.matches("correct-horse"));
        assertFalse(hash.matches("correct-hors"));
        assertFalse(hash.matches(""));
        assertTrue(BcryptHash.of(hash.text()).matches("correct-horse"));
    }

    @Test
    void twoHashesOfOnePasswordDiffer() {
        assertNotEquals(BcryptHash.hashed("correct-horse").text(), BcryptHash.hashed("correct-horse").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a$", "$2b$", "$2y$"})
    void hashesOfOtherProgramsAreUnderstood(String version) {
        assertTrue(BcryptHash.of(version + PUBLISHED.substring(4)).matches("U*U"));
        assertFalse(BcryptHash.of(version + PUBLISHED.substring(4)).matches("U*U*"));
    }

    @Test
    void aPasswordLongerThanBcryptLooksAtIsRefusedAndMatchesNothing() {
        String most = "x".repeat(BcryptHash.MOST_BYTES);
        BcryptHash hash = BcryptHash.hashed(most);
        assertTrue(hash.matches(most));
        assertFalse(hash.matches(most + "y"));
        assertThrows(IllegalArgumentException.class, () -> BcryptHash.hashed(most + "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "$2b$12$short", "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"})
    void whatIsNoHashOrTakesForeverIsRefusedAndNotQuoted(String text) {
        String told = assertThrows(IllegalArgumentException.class, () -> BcryptHash.of(text)).getMessage();
        assertFalse(!text.isEmpty() && told.contains(text), told);
    }

    @Test
    void itIsNotPrinted() {
        assertEquals("BcryptHash", BcryptHash.of(PUBLISHED).toString());
    }
}
