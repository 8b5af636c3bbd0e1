package sh.paseo.daemon.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import sh.paseo.api.AgentId;
import sh.paseo.api.ProviderId;
import sh.paseo.api.TurnId;
import sh.paseo.engine.AgentLookup;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Agents;
import sh.paseo.engine.EngineException;
import sh.paseo.engine.JournalExcerpt;
import sh.paseo.engine.ProcessHost;
import sh.paseo.engine.Providers;
import sh.paseo.engine.Store;
import sh.paseo.engine.StoredSend;
import sh.paseo.protocol.cassettes.CassettePayload.Entry;
import sh.paseo.protocol.cassettes.CassettePayload.Page;
import sh.paseo.protocol.cassettes.CassettePayload.Place;
import sh.paseo.protocol.cassettes.CassetteRequest;

/**
 * What the newest process of an agent was told and wrote, in the order in which a session would be shown it again.
 *
 * <p><b>Thread</b>: any virtual one; it waits for the store and the disk.
 */
final class Cassettes {
    /** Of text, in characters; a single line may be four times as long. */
    private static final int PAGE = 1 << 20;
    private static final int LONGEST = 4 << 20;

    private final Agents agents;
    private final Store store;
    private final ProcessHost processes;
    private final Providers providers;

    Cassettes(Agents agents, Store store, ProcessHost processes, Providers providers) {
        this.agents = agents;
        this.store = store;
        this.processes = processes;
        this.providers = providers;
    }

    Page page(CassetteRequest.Fetch fetch) {
        String id = RequestRouter.id(fetch);
        try {
            AgentState state = AgentLookup.find(agents.all(), fetch.agentId());
            return page(id, state, fetch.after());
        } catch (EngineException refused) {
            return new Page(id, fetch.agentId(), "", "", List.of(), Optional.empty(), Optional.of(refused.getMessage()));
        }
    }

    private Page page(String id, AgentState state, Optional<Place> after) {
        AgentId agent = state.id();
        ProviderId provider = state.identity().provider();
        JournalExcerpt excerpt = processes.journal(agent, after.map(Place::offset).orElse(0L), PAGE)
                .orElseThrow(() -> new EngineException(EngineException.Code.NOT_FOUND,
                        "Agent " + agent + " has no process of which a recording could be made"));
        Place from = after.orElseGet(() -> beginning(agent, excerpt));
        if (!from.process().equals(excerpt.process())) {
            throw new EngineException(EngineException.Code.FAILED, "The agent's process has ended in the meantime; record it again");
        }
        Redaction redaction = Redaction.of(providers.environment(provider),
                List.of(providers.settings(provider), state.profile().mcpServers(), state.profile().extra()));
        Reel reel = new Reel(from, redaction, sends(agent, from));
        Optional<Place> next = reel.wind(excerpt.lines());
        return new Page(id, agent.value(), provider.value(), excerpt.process(), reel.entries, next, Optional.empty());
    }

    private Place beginning(AgentId agent, JournalExcerpt excerpt) {
        long last = store.sends(agent, 1).join().stream().mapToLong(send -> send.send().number()).max().orElse(0);
        return new Place(excerpt.process(), 0, 0, excerpt.size(), last);
    }

    private Deque<StoredSend> sends(AgentId agent, Place from) {
        return new ArrayDeque<>(store.sends(agent, from.number() + 1).join().stream()
                .filter(send -> send.send().number() > from.number() && send.send().number() <= from.last())
                .filter(send -> send.at().map(at -> at.process().equals(from.process())).orElse(true)).toList());
    }

    /** One page in the making. */
    private static final class Reel {
        private final List<Entry> entries = new ArrayList<>();
        private final Place from;
        private final Redaction redaction;
        private final Deque<StoredSend> sends;
        private long offset;
        private long number;
        private int room = PAGE;

        Reel(Place from, Redaction redaction, Deque<StoredSend> sends) {
            this.from = from;
            this.redaction = redaction;
            this.sends = sends;
            this.offset = from.offset();
            this.number = from.number();
        }

        /** Where the next page begins. */
        Optional<Place> wind(List<JournalExcerpt.Piece> lines) {
            boolean over = lines.isEmpty();
            for (JournalExcerpt.Piece line : lines) {
                over = line.end() > from.until();
                if (over || !sendsBefore(line.start()) || room <= 0) {
                    break;
                }
                line(line);
            }
            over |= offset >= from.until();
            boolean last = over && sendsBefore(from.until());
            return last ? Optional.empty() : Optional.of(new Place(from.process(), offset, number, from.until(), from.last()));
        }

        /** Adds what was sent when the agent had written so much; false if there is no room for all of it. */
        private boolean sendsBefore(long place) {
            while (!sends.isEmpty() && at(sends.peek()) <= place && room > 0) {
                StoredSend send = sends.remove();
                number = send.send().number();
                entries.add(new Entry("in", text(Optional.of(send.send().text())), OptionalLong.empty(), OptionalLong.empty(),
                        OptionalLong.of(number), send.send().turn().map(TurnId::value)));
            }
            return sends.isEmpty() || at(sends.peek()) > place;
        }

        private static long at(StoredSend send) {
            return send.at().map(at -> at.offset()).orElse(0L);
        }

        private void line(JournalExcerpt.Piece line) {
            offset = line.end();
            entries.add(new Entry("out", text(line.text()), OptionalLong.of(line.start()), OptionalLong.of(line.end()),
                    OptionalLong.empty(), Optional.empty()));
        }

        private Optional<String> text(Optional<String> text) {
            room -= text.map(String::length).orElse(0);
            return text.filter(known -> known.length() <= LONGEST).map(redaction::of);
        }
    }
}
