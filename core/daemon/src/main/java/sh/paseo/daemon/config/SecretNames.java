package sh.paseo.daemon.config;

import java.util.regex.Pattern;

/** Names whose values are secret as a rule, as {@code ANTHROPIC_API_KEY}, {@code token} and {@code dbPassword} are. */
public final class SecretNames {
    private static final Pattern WORDS = Pattern.compile("(.*[_.-])?(keys?|api_?keys?|tokens?|secrets?|passwords?|passwd|pwd|"
            + "credentials?|auth|authorization|cookies?|bearer)([_.-].*)?", Pattern.CASE_INSENSITIVE);

    private SecretNames() {}

    public static boolean matches(String name) {
        return WORDS.matcher(words(name)).matches();
    }

    /** With an underscore where a capital begins a word. */
    public static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2");
    }
}
