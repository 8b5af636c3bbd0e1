package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;

/**
 * Whether a line of ours arrived, judged by what the CLI wrote afterwards.
 *
 * <p>The CLI reads one line after the other. It reports a prompt by its uuid ({@code command_lifecycle}) before it answers a request
 * that came later; so a later request that was answered proves that what it did not report was lost. Older CLIs report nothing, but
 * no CLI runs the uuid of a prompt twice while it lives, so a prompt that is sent again does no harm. After its death only
 * what it wrote down counts: a new process runs a prompt again that the old one had not answered. (All tried with 2.1.330 and 2.1.197.)
 */
final class Evidence {
    private Evidence() {}

    /** Of a process that lives, or whose end was not told yet. */
    static Delivery of(Send send, List<Line> since, Turns turns) {
        JsonObject sent = read(send);
        return switch (Fields.text(sent, "type", "")) {
            case "user" -> {
                String uuid = Fields.text(sent, "uuid", "");
                yield reported(uuid, since) || turns.hasBegun(uuid) ? Delivery.YES : byOrder(send, since);
            }
            case "control_request" -> request(send, Fields.text(Fields.object(sent, "request"), "subtype", ""), since, turns);
            // The CLI does not acknowledge an answer, and ignores a second one.
            default -> Delivery.NO;
        };
    }

    private static Delivery request(Send send, String subtype, List<Line> since, Turns turns) {
        String id = ClaudeProtocol.requestId(send.number());
        boolean over = switch (subtype) {
            case ClaudeProtocol.PROBE -> true;
            // One too many would end the turn that came next.
            case "interrupt" -> !turns.current().equals(send.turn());
            default -> false;
        };
        if (over || answers(since).anyMatch(id::equals)) {
            return Delivery.YES;
        }
        // Its answer comes late, and a second greeting is answered like the first.
        return subtype.equals("initialize") ? Delivery.NO : byOrder(send, since);
    }

    /** Of a process that is gone; {@code since} is all that is known of what it wrote. What it was told but prompts is over with it. */
    static Delivery afterDeath(Send send, List<Line> since, Optional<SessionFile> file) {
        JsonObject sent = read(send);
        if (!Fields.text(sent, "type", "").equals("user")) {
            return Delivery.YES;
        }
        String uuid = Fields.text(sent, "uuid", "");
        return reported(uuid, since) || file.filter(known -> known.holds(uuid)).isPresent() ? Delivery.YES : Delivery.NO;
    }

    private static JsonObject read(Send send) {
        return Fields.parse(send.text()).orElseThrow(() -> new IllegalArgumentException("send " + send.number() + " is none of ours"));
    }

    private static boolean reported(String uuid, List<Line> since) {
        return messages(since, line -> line.contains(uuid))
                .anyMatch(message -> message instanceof ClaudeMessage.CommandState state && state.prompt().equals(uuid));
    }

    private static Delivery byOrder(Send send, List<Line> since) {
        boolean later = answers(since).anyMatch(id -> ClaudeProtocol.numberOf(id).orElse(0) > send.number());
        return later ? Delivery.NO : Delivery.UNKNOWN;
    }

    private static Stream<String> answers(List<Line> since) {
        return messages(since, line -> line.contains("control_response")).filter(ClaudeMessage.ControlAnswer.class::isInstance)
                .map(message -> ((ClaudeMessage.ControlAnswer) message).requestId());
    }

    /** Reads only lines that may matter: the host asks again with each line that comes. */
    private static Stream<ClaudeMessage> messages(List<Line> since, Predicate<String> mayMatter) {
        return since.stream().map(Line::text).filter(mayMatter).flatMap(text -> ClaudeMessage.read(text).stream());
    }
}
