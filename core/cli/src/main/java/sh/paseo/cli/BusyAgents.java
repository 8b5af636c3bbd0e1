package sh.paseo.cli;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import sh.paseo.cli.client.CliException;
import sh.paseo.cli.client.Json;
import sh.paseo.cli.text.SafeText;

/** Agents that would lose a turn if they ended now: they work, or wait for an answer of their user. */
record BusyAgents(List<JsonObject> agents) {
    BusyAgents {
        agents = agents.stream().filter(agent -> !Agents.archived(agent) && busy(agent)).toList();
    }

    private static boolean busy(JsonObject agent) {
        return Agents.running(agent) || asking(agent) || Json.text(agent, "status").orElse("").equals("initializing");
    }

    private static boolean asking(JsonObject agent) {
        return !Json.children(agent, "pendingPermissions").isEmpty();
    }

    boolean isEmpty() {
        return agents.isEmpty();
    }

    /** <b>Shape</b>: {@code 2 agents are at work:} and a line for each. */
    String text() {
        var text = new StringBuilder(agents.size() == 1 ? "1 agent is" : agents.size() + " agents are").append(" at work:\n");
        for (JsonObject agent : agents) {
            text.append("  ").append(Agents.shortId(Agents.id(agent))).append("  ")
                    .append(SafeText.line(Json.filled(agent, "title").orElse("-"))).append(asking(agent) ? " (asks you something)" : "")
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * Asks a person what to do about agents.
     *
     * @param about   what there is to decide about, a whole line
     * @param outlive whether they can be kept
     * @return whether they are kept; not to do anything at all is a {@code CANCELLED}
     */
    static boolean keep(Terminal terminal, String about, boolean outlive) {
        terminal.out(about);
        while (true) {
            terminal.out("[e]nd them  " + (outlive ? "[k]eep them going  " : "") + "[c]ancel > ");
            String word = terminal.readLine().map(line -> line.trim().toLowerCase(Locale.ROOT)).orElse("c");
            if (word.equals("e") || word.equals("end")) {
                return false;
            }
            if (outlive && (word.equals("k") || word.equals("keep"))) {
                return true;
            }
            if (word.equals("c") || word.equals("cancel")) {
                throw new CliException("CANCELLED", "Nothing was stopped");
            }
        }
    }
}
