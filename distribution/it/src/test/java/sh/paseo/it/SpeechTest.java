package sh.paseo.it;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpeechTest {
    private static final String FIVE = Script.numbered("w", 5);
    private static final Speech.Part WHOLE = Speech.Part.of(FIVE, "", true, 0);
    private static final Speech.Part TWO = Speech.Part.of(FIVE, "w0 w1 ", false, 0);
    private static final Speech.Part TWO_OR_THREE = Speech.Part.of(FIVE, "w0 w1 ", false, 1);

    @Test
    void wholeSpeechesBehindEachOtherAreExplained() {
        assertTrue(Speech.explains(List.of(WHOLE, WHOLE), FIVE + FIVE));
        assertTrue(Speech.explains(List.of(TWO, WHOLE), "w0 w1 " + FIVE));
        assertTrue(Speech.explains(List.of(), ""));
    }

    @Test
    void aWordThatIsLostOrComesTwiceOrElsewhereIsNot() {
        for (var text : List.of("w0 w1 w2 w3 ", "w0 w1 w3 w4 ", "w1 w2 w3 w4 ", "w0 w1 w1 w2 w3 w4 ", "w0 w2 w1 w3 w4 ", FIVE + "w4 ",
                FIVE + FIVE, "")) {
            assertFalse(Speech.explains(List.of(WHOLE), text), text);
        }
        assertFalse(Speech.explains(List.of(TWO, WHOLE), "w0 " + FIVE));
        assertFalse(Speech.explains(List.of(TWO, WHOLE), "w0 w1 w2 " + FIVE));
    }

    @Test
    void whatAKilledAgentSaidLastMayBeThere() {
        assertTrue(Speech.explains(List.of(TWO_OR_THREE, WHOLE), "w0 w1 w2 " + FIVE));
        assertTrue(Speech.explains(List.of(TWO_OR_THREE, WHOLE), "w0 w1 " + FIVE));
        assertFalse(Speech.explains(List.of(TWO_OR_THREE, WHOLE), "w0 w1 w2 w3 " + FIVE));
    }

    @Test
    void aPromptThatSaidNothingLeavesItsWordsToTheNext() {
        var nothingOrOne = Speech.Part.of(FIVE, "", false, 1);
        assertTrue(Speech.explains(List.of(nothingOrOne, WHOLE), FIVE));
        assertTrue(Speech.explains(List.of(nothingOrOne, WHOLE), "w0 " + FIVE));
    }
}
