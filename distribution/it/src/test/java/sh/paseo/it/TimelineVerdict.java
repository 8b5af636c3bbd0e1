package sh.paseo.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold of the timeline of an agent that is at rest. */
final class TimelineVerdict {
    private final Story story;
    private final Ledger ledger;
    private final MortalAgent claude;

    TimelineVerdict(Story story, Ledger ledger, MortalAgent claude) {
        this.story = story;
        this.ledger = ledger;
        this.claude = claude;
    }

    /** @param daemonEnded whether it may have ended since the newest prompts but one */
    void of(Timeline timeline, boolean daemonEnded) {
        var told = story.prompts(timeline.agent());
        var accepted = story.accepted();
        for (var prompt : told) {
            var count = timeline.count(prompt.messageId());
            if (count > 1 || count == 0 && accepted.contains(prompt.messageId())) {
                ledger.problem("is there " + count + " times: " + prompt);
            }
        }
        if (story.agents().get(timeline.agent()).equals("load")) {
            told.forEach(prompt -> ofLoad(timeline, prompt, daemonEnded));
            return;
        }
        var groups = told.stream().collect(Collectors.groupingBy(Told::group));
        groups.values().forEach(group -> ofGroup(timeline, group));
    }

    /** Of the load generator, which lives in the daemon, a turn ends with it. */
    private void ofLoad(Timeline timeline, Told prompt, boolean daemonEnded) {
        if (prompt.script().says().isEmpty() || timeline.count(prompt.messageId()) == 0) {
            return;
        }
        var all = prompt.script().says().get();
        var said = timeline.said(prompt.messageId());
        var newest = story.prompts(timeline.agent()).reversed().stream().limit(2).anyMatch(prompt::equals);
        var mayBeCut = timeline.interruptedLater(prompt.messageId()) && (daemonEnded || !newest);
        if (!all.startsWith(said) || !said.equals(all) && !mayBeCut) {
            ledger.problem(prompt + " was answered with " + said);
        }
    }

    /** Each ran once and said all it had to say, or the program was killed and the timeline says that something went wrong. */
    private void ofGroup(Timeline timeline, List<Told> group) {
        var part = timeline.part(group.stream().map(Told::messageId).collect(Collectors.toSet()));
        var inOrder = part.prompts().stream().map(id -> group.stream().filter(p -> p.messageId().equals(id)).findFirst().orElseThrow())
                .toList();
        var risky = group.stream().anyMatch(story::atRisk);
        if (!risky && !part.errors().isEmpty()) {
            ledger.problem("went wrong without a reason: " + part.errors() + " in " + group);
        }
        inOrder.forEach(prompt -> ranOnce(prompt, part));
        var parts = new ArrayList<Speech.Part>();
        for (var prompt : inOrder) {
            parts.add(part(prompt, !part.errors().isEmpty()));
        }
        if (!Speech.explains(parts, part.words())) {
            ledger.problem(inOrder + " cannot have led to: " + part.words() + ", by its own account the agent said "
                    + inOrder.stream().map(claude::said).toList());
        }
        calls(inOrder, part.calls());
    }

    private void ranOnce(Told prompt, Timeline part) {
        var runs = claude.timesRun(prompt.mark());
        var failed = story.atRisk(prompt) && !part.errors().isEmpty();
        if (runs > 1 || runs == 0 && !failed) {
            ledger.problem("ran " + runs + " times, went wrong: " + part.errors() + ": " + prompt);
        }
        var allowed = claude.timesAllowed(prompt);
        var wanted = story.allowed(prompt).filter(Boolean::booleanValue).isPresent();
        if (allowed > (wanted ? 1 : 0) || wanted && allowed == 0 && !failed) {
            ledger.problem("was allowed: " + story.allowed(prompt) + ", was done " + allowed + " times: " + prompt);
        }
    }

    private Speech.Part part(Told prompt, boolean failed) {
        var all = prompt.script().says().orElseThrow();
        var whole = !prompt.script().endless() && !(story.atRisk(prompt) && failed);
        var uncertain = !claude.tellsAll() ? Integer.MAX_VALUE / 2 : story.atRisk(prompt) ? 1 : 0;
        return Speech.Part.of(all, claude.said(prompt), whole, uncertain);
    }

    /** A killed agent may have called one tool more than it says. */
    private void calls(List<Told> prompts, List<String> shown) {
        if (!claude.tellsAll()) {
            return;
        }
        var certain = prompts.stream().flatMap(prompt -> claude.called(prompt).stream()).toList();
        var uncertain = prompts.stream().filter(story::atRisk).count();
        var kept = new ArrayList<>(shown);
        kept.retainAll(Set.copyOf(certain));
        if (!kept.equals(certain) || shown.size() - kept.size() > uncertain) {
            ledger.problem(prompts + ": the agent called " + certain + ", the timeline shows " + shown);
        }
    }
}
