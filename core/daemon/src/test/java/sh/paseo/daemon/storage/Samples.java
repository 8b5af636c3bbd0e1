package sh.paseo.daemon.storage;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import sh.paseo.api.AgentId;
import sh.paseo.api.PermissionId;
import sh.paseo.api.ProviderId;
import sh.paseo.api.SourceKey;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.PermissionRequest;
import sh.paseo.api.agent.ResumeToken;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolDetail;
import sh.paseo.api.agent.ToolState;
import sh.paseo.api.agent.Usage;
import sh.paseo.engine.Activity;
import sh.paseo.engine.AgentState;
import sh.paseo.engine.Commit;
import sh.paseo.engine.Conversation;
import sh.paseo.engine.GivenAnswer;
import sh.paseo.engine.Identity;
import sh.paseo.engine.JournalPosition;
import sh.paseo.engine.Lifecycle;
import sh.paseo.engine.Profile;
import sh.paseo.engine.Progress;
import sh.paseo.engine.StoredSend;
import sh.paseo.engine.TimelineRow;

/** States, items and commits with every component filled, and with every component empty. */
final class Samples {
    static final Jsonb JSON = JsonbBuilder.create();
    static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456789Z");
    static final JsonObject OBJECT = Json.createObjectBuilder().add("text", "x\"\u0000\n").add("none", JsonValue.NULL)
            .add("list", Json.createArrayBuilder().add(1).add(true).add(Json.createObjectBuilder())).build();

    private Samples() {}

    /** Every kind of detail; the values of {@code Other} are of every JSON type. */
    static List<ToolDetail> details() {
        return List.of(
                new ToolDetail.Shell("ls", Optional.of("/tmp"), Optional.of("out"), OptionalInt.of(-1)),
                new ToolDetail.Shell("ls", Optional.empty(), Optional.empty(), OptionalInt.empty()),
                new ToolDetail.ReadFile("p", Optional.of("text"), OptionalInt.of(1), OptionalInt.of(2)),
                new ToolDetail.WriteFile("p", Optional.of("")),
                new ToolDetail.EditFile("p", Optional.of("a"), Optional.empty(), Optional.of("@@")),
                new ToolDetail.Search("q", Optional.of("grep"), Optional.empty(), List.of("a", "b")),
                new ToolDetail.Search("q", Optional.empty(), Optional.empty(), List.of()),
                new ToolDetail.Fetch("http://x", Optional.of("p"), Optional.empty(), OptionalInt.of(200)),
                new ToolDetail.SubAgent(Optional.of("explore"), Optional.of("look"), Optional.of("s"), "log"),
                new ToolDetail.SubAgent(Optional.empty(), Optional.empty(), Optional.empty(), ""),
                new ToolDetail.Plan("first"),
                new ToolDetail.PlainText(Optional.of("l"), Optional.empty()),
                new ToolDetail.Other(OBJECT, JsonValue.NULL),
                new ToolDetail.Other(Json.createValue("text"), JsonValue.TRUE),
                new ToolDetail.Other(Json.createValue(7), OBJECT.getJsonArray("list")),
                new ToolDetail.Other(JsonValue.EMPTY_JSON_OBJECT, JsonValue.FALSE));
    }

    static PermissionRequest permission(String id, Optional<ToolDetail> detail) {
        return new PermissionRequest(new PermissionId(id), PermissionRequest.Kind.QUESTION, "Bash", Optional.of("title"), Optional.empty(),
                OBJECT, detail, List.of(OBJECT, JsonValue.EMPTY_JSON_OBJECT));
    }

    /** An agent of which nothing is known yet. */
    static AgentState bare(String id) {
        Identity identity = new Identity(new AgentId(id), new ProviderId("demo"), Path.of("/tmp/a b"), NOW, "epoch-" + id);
        Profile profile = new Profile(Optional.empty(), false, Map.of(), new Profile.Settings(Optional.empty(), Optional.empty(),
                Optional.empty()), Optional.empty(), JsonValue.EMPTY_JSON_OBJECT, JsonValue.EMPTY_JSON_OBJECT);
        Activity activity = new Activity(Lifecycle.INITIALIZING, Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty(),
                new Activity.Times(NOW, Optional.empty(), Optional.empty()));
        return new AgentState(identity, profile, activity, Conversation.NONE, Progress.NONE);
    }

    /** An agent of which everything is known; {@code lastSeq} is 0. */
    static AgentState full(String id) {
        Profile profile = new Profile(Optional.of("title"), true, Map.of("k", "v", "empty", ""), new Profile.Settings(
                Optional.of("auto"), Optional.of("m"), Optional.of("high")), Optional.of("be brief"), OBJECT, OBJECT);
        List<PermissionRequest> permissions = details().stream().map(d -> permission("p" + d.hashCode(), Optional.of(d))).toList();
        Activity activity = new Activity(Lifecycle.RUNNING, Optional.of(new TurnId("t")), permissions,
                List.of(new GivenAnswer(new PermissionId("q0"),
                        new PermissionAnswer.Allow(Optional.of(JsonValue.EMPTY_JSON_OBJECT), List.of())),
                        new GivenAnswer(new PermissionId("q1"), new PermissionAnswer.Deny(Optional.of("no"), true))),
                Optional.of("error"),
                Optional.of(new Activity.Attention(Activity.Attention.Reason.PERMISSION, NOW)),
                new Activity.Times(NOW, Optional.of(NOW.plusMillis(1)), Optional.of(NOW.plusNanos(1))));
        Usage usage = new Usage(OptionalLong.of(1), OptionalLong.of(2), OptionalLong.of(Long.MAX_VALUE), OptionalDouble.of(0.1),
                OptionalLong.of(4), OptionalLong.of(5));
        Conversation conversation = new Conversation(Optional.of(new ResumeToken("r")), Optional.of("m"), Optional.of("auto"), usage);
        return bare(id).with(profile).with(activity).with(conversation)
                .with(new Progress(0, 3, Optional.of(new JournalPosition("p-1", 99))));
    }

    static AgentState at(AgentState state, long lastSeq) {
        return state.with(state.progress().withSeq(lastSeq));
    }

    static TimelineRow row(long seq) {
        return new TimelineRow(seq, NOW.plusNanos(seq), Optional.empty(), new TimelineItem.AssistantText("row " + seq));
    }

    static TimelineRow keyed(long seq, String key) {
        return new TimelineRow(seq, NOW, Optional.of(new SourceKey(key)), new TimelineItem.Notice(key));
    }

    static TimelineItem call(ToolDetail detail) {
        return new TimelineItem.ToolCall("c", "Bash", ToolState.FAILED, detail, Optional.of("failed"));
    }

    static StoredSend send(long number) {
        return new StoredSend(new Send(number, Optional.of(new TurnId("t" + number)), "line\u0000 " + number),
                Optional.of(new JournalPosition("p", number * 10)), false);
    }

    /** Rows {@code from} to {@code to} of an agent, with the state that goes with them. */
    static Commit rows(String agent, long from, long to) {
        return commit(at(bare(agent), to), LongStream.rangeClosed(from, to).mapToObj(Samples::row).toList());
    }

    static Commit commit(AgentState state, List<TimelineRow> rows) {
        return new Commit(state, rows, List.of(), List.of(), List.of(), Optional.empty());
    }
}
