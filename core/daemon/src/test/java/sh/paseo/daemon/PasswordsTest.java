package sh.paseo.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sh.paseo.crypto.BcryptHash;
import sh.paseo.daemon.config.Config;
import sh.paseo.hosting.PasswordCheck.Answer;

@Timeout(30)
class PasswordsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong now = new AtomicLong();

    static Stream<Config.Password> kinds() {
        // U*U, published with the first implementations of bcrypt, at a low cost.
        return Stream.of(new Config.Password.Plain("U*U"),
                new Config.Password.Hashed(BcryptHash.of("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theRightOneIsKnownBeforeAndAfterItWasGivenOnce(Config.Password password) {
        try (Passwords passwords = new Passwords(password, now::get)) {
            assertEquals(List.of(Answer.WRONG, Answer.RIGHT, Answer.WRONG, Answer.RIGHT),
                    Stream.of("U*", "U*U", "U*U*", "U*U").map(given -> passwords.check(given, "a")).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void afterFiveWrongOnesNothingFromThereIsLookedAtUntilTheFirstIsAMinuteOld(Config.Password password) {
        try (Passwords passwords = new Passwords(password, now::get)) {
            for (int i = 0; i < Passwords.MOST_WRONG; i++) {
                assertEquals(Answer.WRONG, passwords.check("no", "a"));
                now.addAndGet(SECOND);
            }
            assertEquals(Answer.TOO_MANY, passwords.check("U*U", "a"), "even a right one");
            assertEquals(Answer.RIGHT, passwords.check("U*U", "b"), "others are not kept out");
            now.addAndGet(54 * SECOND);
            assertEquals(Answer.TOO_MANY, passwords.check("U*U", "a"));
            now.addAndGet(SECOND);
            assertEquals(Answer.RIGHT, passwords.check("U*U", "a"));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void manyAtOnceGetNoMoreTriesThanOneAfterTheOther(Config.Password password) {
        try (Passwords passwords = new Passwords(password, now::get)) {
            long looked = IntStream.range(0, 1000).parallel().mapToObj(i -> passwords.check("no-" + i, "a"))
                    .filter(Answer.WRONG::equals).count();
            assertEquals(Passwords.MOST_WRONG, looked);
        }
    }
}
