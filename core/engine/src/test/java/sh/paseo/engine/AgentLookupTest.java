package sh.paseo.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgentLookupTest {
    private final AgentState a = States.named("aaaa1111-0000-0000-0000-000000000000");
    private final AgentState b = titled("aaaa2222-0000-0000-0000-000000000000", "Fix login");
    private final AgentState c = titled("cccc3333-0000-0000-0000-000000000000", "Fix login");
    private final List<AgentState> all = List.of(a, b, c);

    private static AgentState titled(String id, String title) {
        AgentState state = States.named(id);
        return state.with(state.profile().withTitle(title, true));
    }

    private String refusal(String typed) {
        return assertThrows(EngineException.class, () -> AgentLookup.find(all, typed)).getMessage();
    }

    @Test
    void anIdItsBeginningOrATitleFindsTheAgent() {
        assertEquals(a, AgentLookup.find(all, " " + a.id() + " "));
        assertEquals(c, AgentLookup.find(all, "ccc"));
        assertEquals(b, AgentLookup.find(List.of(a, b), "Fix login"));
    }

    @Test
    void whatFitsSeveralOrNoneIsNamed() {
        assertEquals("Agent identifier \"aaaa\" is ambiguous (" + a.id() + ", " + b.id() + ")", refusal("aaaa"));
        assertEquals("Agent title \"Fix login\" is ambiguous (" + b.id() + ", " + c.id() + ")", refusal("Fix login"));
        assertEquals("Agent not found: zzz", refusal("zzz"));
        assertEquals("Agent identifier cannot be empty", refusal("  "));
    }
}
