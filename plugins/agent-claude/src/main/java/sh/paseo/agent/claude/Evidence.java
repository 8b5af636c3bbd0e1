package sh.paseo.agent.claude;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sh.paseo.api.agent.Delivery;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;

/**
 * Whether a line of ours arrived, judged by what the CLI wrote afterwards.
 *
 * <p>A prompt is reported at once by its uuid ({@code command_lifecycle}); CLIs that do not report begin a turn. Control requests
 * are answered at once, and both they and our answers do no harm when they come twice (tried with 2.1.330), so without evidence
 * they count as lost. A prompt without evidence stays unknown: only current CLIs run a uuid once.
 */
final class Evidence {
    private Evidence() {}

    static Delivery of(Send send, List<Line> since) {
        return Fields.parse(send.text()).map(line -> of(line, since)).orElse(Delivery.UNKNOWN);
    }

    private static Delivery of(JsonObject sent, List<Line> since) {
        return switch (Fields.text(sent, "type", "")) {
            case "user" -> prompt(Fields.text(sent, "uuid", ""), since);
            case "control_request" -> {
                String id = Fields.text(sent, "request_id", "");
                yield since.stream().anyMatch(line -> ClaudeMessage.read(line.text())
                        .filter(m -> m instanceof ClaudeMessage.ControlAnswer answer && answer.requestId().equals(id)).isPresent())
                                ? Delivery.YES : Delivery.NO;
            }
            case "control_response" -> {
                String id = Fields.text(Fields.object(sent, "response"), "request_id", "");
                yield since.stream().anyMatch(line -> ClaudeMessage.read(line.text())
                        .filter(m -> m instanceof ClaudeMessage.RequestCancelled cancelled && cancelled.requestId().equals(id))
                        .isPresent()) ? Delivery.YES : Delivery.NO;
            }
            default -> Delivery.UNKNOWN;
        };
    }

    private static Delivery prompt(String uuid, List<Line> since) {
        List<ClaudeMessage> messages = since.stream().flatMap(line -> ClaudeMessage.read(line.text()).stream()).toList();
        Set<String> reported = messages.stream().filter(ClaudeMessage.CommandState.class::isInstance)
                .map(message -> ((ClaudeMessage.CommandState) message).prompt()).collect(Collectors.toSet());
        boolean begun = reported.isEmpty() && messages.stream().anyMatch(ClaudeMessage.TurnInit.class::isInstance);
        return reported.contains(uuid) || begun ? Delivery.YES : Delivery.UNKNOWN;
    }
}
