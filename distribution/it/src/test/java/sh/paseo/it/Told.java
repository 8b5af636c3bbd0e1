package sh.paseo.it;

import java.util.Optional;

/**
 * A prompt of the test.
 *
 * @param agent   empty while it is not known which agent was made for it
 * @param text    begins with {@code mark} where the provider allows any text
 * @param endless it cannot have ended by itself
 * @param says    what the agent says to it when nothing comes between; empty if that is not known
 */
record Told(String messageId, String mark, Optional<String> agent, String text, boolean endless, Optional<String> says) {
    Told to(String known) {
        return new Told(messageId, mark, Optional.of(known), text, endless, says);
    }
}
