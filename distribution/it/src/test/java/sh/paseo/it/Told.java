package sh.paseo.it;

import java.util.Optional;

/**
 * A prompt of the test.
 *
 * @param mark  the text begins with it where the provider allows any text, and no other's holds it
 * @param agent empty while it is not known which agent was made for it
 * @param group prompts of a group may wait behind each other; those of the next come when the agent has nothing to do
 */
record Told(String messageId, String mark, Optional<String> agent, int group, Script script) {
    Told to(String known) {
        return new Told(messageId, mark, Optional.of(known), group, script);
    }

    String text() {
        return script.free() ? mark + " " + script.text() : script.text();
    }

    @Override
    public String toString() {
        return messageId + " to " + agent.orElse("a new agent") + ": " + text();
    }

    boolean isFor(String known) {
        return agent.filter(known::equals).isPresent();
    }
}
