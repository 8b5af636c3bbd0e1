package sh.paseo.testkit;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The program behind {@link ScriptedAgent}: it is called as {@code claude} is, with {@code --version}, {@code auth status}, or the
 * options of the stream-json mode.
 */
public final class ScriptedAgentMain {
    private ScriptedAgentMain() {}

    public static void main(String[] arguments) throws IOException {
        List<String> words = List.of(arguments);
        Map<String, String> environment = System.getenv();
        if (words.contains("--version")) {
            System.out.println(ScriptedAgent.VERSION + " (Scripted Agent)");
        } else if (words.equals(List.of("auth", "status"))) {
            boolean signedIn = !environment.containsKey(ScriptedAgent.SIGNED_OUT);
            System.out.println("{\"loggedIn\": " + signedIn + "}");
            System.exit(signedIn ? 0 : 1);
        } else {
            String mode = environment.getOrDefault(ScriptedAgent.MODE, "");
            if (mode.equals("dies-at-start")) {
                System.err.println("scripted death at the start");
                System.exit(7);
            }
            AgentTranscript transcript = AgentTranscript.at(environment.get(ScriptedAgent.TRANSCRIPT));
            transcript.started(words);
            ScriptedConversation conversation = new ScriptedConversation(words, mode, new AgentOutput(System.out), transcript);
            System.exit(conversation.run(System.in, System.err));
        }
    }
}
