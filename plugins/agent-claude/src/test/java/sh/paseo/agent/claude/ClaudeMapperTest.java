package sh.paseo.agent.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.AgentEvent;
import sh.paseo.api.agent.Line;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.Setting;
import sh.paseo.api.agent.TimelineItem;
import sh.paseo.api.agent.ToolState;
import sh.paseo.testkit.EventOrder;
import sh.paseo.testkit.RecordingSink;

/** Courses of events that no recording holds. */
class ClaudeMapperTest {
    private static final TurnId TURN = new TurnId("t1");

    private final ClaudeMapper mapper = new ClaudeMapper(Optional.of("s1"), Optional.empty());
    private final RecordingSink sink = new RecordingSink();
    private int sends;

    @AfterEach
    void eventsWereInOrder() {
        assertEquals(List.of(), EventOrder.violations(sink.events()));
    }

    private void got(String line) {
        mapper.line(new Line(0, 1, line.replace('\'', '"'), false), sink);
    }

    private void sent(Optional<TurnId> turn, String line) {
        mapper.sent(new Send(++sends, turn, line.replace('\'', '"')));
    }

    private void ready() {
        sent(Optional.empty(), "{'type':'control_request','request_id':'req_1','request':{'subtype':'initialize'}}");
        got("{'type':'control_response','response':{'subtype':'success','request_id':'req_1',"
                + "'response':{'current_permission_mode':'default'}}}");
    }

    private void running() {
        ready();
        sent(Optional.of(TURN), "{'type':'user','uuid':'u1'}");
        got("{'type':'command_lifecycle','command_uuid':'u1','state':'queued'}");
        got("{'type':'command_lifecycle','command_uuid':'u1','state':'started'}");
    }

    private void toolCalled() {
        got("{'type':'assistant','message':{'id':'m1','content':[{'type':'tool_use','id':'c1','name':'Bash','input':{'command':'ls'}}]}}");
    }

    private void asked() {
        got("{'type':'control_request','request_id':'p1','request':{'subtype':'can_use_tool','tool_name':'Bash',"
                + "'tool_use_id':'c1','input':{}}}");
    }

    @Test
    void whatStillRunsWhenTheTurnEndsIsCanceledAndItsQuestionsWithdrawn() {
        running();
        toolCalled();
        asked();
        got("{'type':'result','subtype':'error_during_execution','is_error':true,'terminal_reason':'aborted_tools'}");
        assertEquals(ToolState.CANCELED, sink.toolCalls(TURN).getFirst().state());
        assertEquals(List.of(new AgentEvent.PermissionWithdrawn(new PermissionId("p1"))),
                sink.events(AgentEvent.PermissionWithdrawn.class));
    }

    @Test
    void anAnsweredQuestionIsNotWithdrawn() {
        running();
        toolCalled();
        asked();
        sent(Optional.of(TURN), "{'type':'control_response','response':{'subtype':'success','request_id':'p1'}}");
        got("{'type':'control_cancel_request','request_id':'p1'}");
        got("{'type':'result','is_error':false}");
        assertEquals(List.of(), sink.events(AgentEvent.PermissionWithdrawn.class));
    }

    @Test
    void aTurnWithoutAResultEndsWithItsPrompt() {
        running();
        got("{'type':'command_lifecycle','command_uuid':'u1','state':'cancelled'}");
        assertInstanceOf(AgentEvent.Outcome.Interrupted.class, sink.outcome(TURN).orElseThrow());
    }

    @Test
    void whatAnAgentDoesByItselfIsATurnOfItsOwn() {
        ready();
        got("{'type':'system','subtype':'init','uuid':'i1'}");
        assertEquals(List.of(), sink.events(AgentEvent.TurnStarted.class));
        got("{'type':'stream_event','uuid':'e1','event':{'type':'content_block_delta','delta':{'type':'text_delta','text':'hi'}}}");
        got("{'type':'result','is_error':false}");
        TurnId own = sink.events(AgentEvent.TurnStarted.class).getFirst().turn();
        assertEquals(new TurnId("claude-e1"), own);
        assertEquals("hi", sink.text(own));
        assertEquals(Optional.of(new AgentEvent.Outcome.Completed()), sink.outcome(own));
    }

    @Test
    void aResultWithoutATurnIsNone() {
        ready();
        got("{'type':'result','is_error':false}");
        assertEquals(1, sink.events().size());
    }

    @Test
    void aModeChangeIsToldOnceWhetherAskedForOrNot() {
        ready();
        sent(Optional.empty(), "{'type':'control_request','request_id':'req_2','request':{'subtype':'set_permission_mode','mode':'plan'}}");
        got("{'type':'system','subtype':'status','permissionMode':'plan'}");
        got("{'type':'control_response','response':{'subtype':'success','request_id':'req_2','response':{'mode':'plan'}}}");
        got("{'type':'system','subtype':'status','permissionMode':'plan'}");
        got("{'type':'system','subtype':'status','permissionMode':'default'}");
        assertEquals(List.of(new Setting.OfMode("plan"), new Setting.OfMode("default")),
                sink.events(AgentEvent.SettingChanged.class).stream().map(AgentEvent.SettingChanged::setting).toList());
    }

    @Test
    void aPromptThatBeganWhileItWasTakenBackIsInterrupted() {
        running();
        sent(Optional.of(TURN), "{'type':'control_request','request_id':'req_3','request':{'subtype':'cancel_async_message'}}");
        got("{'type':'control_response','response':{'subtype':'success','request_id':'req_3','response':{'cancelled':false}}}");
        assertEquals(List.of(new Requests.FollowUp.Interrupt(TURN)), mapper.requests().takeFollowUps());
    }

    @Test
    void aTextIsToldOnceThoughItIsStreamedAndRepeated() {
        running();
        got("{'type':'stream_event','event':{'type':'message_start','message':{'id':'m1'}}}");
        got("{'type':'stream_event','event':{'type':'content_block_start','content_block':{'type':'text','text':''}}}");
        got("{'type':'stream_event','event':{'type':'content_block_delta','delta':{'type':'text_delta','text':'one '}}}");
        got("{'type':'assistant','message':{'id':'m1','content':[{'type':'text','text':'one two'}]}}");
        got("{'type':'assistant','message':{'id':'m2','content':[{'type':'text','text':' three'}]}}");
        assertEquals("one two three", sink.text(TURN));
    }

    @Test
    void repeatsAfterTheConversationWasShortenedAreNotTold() {
        running();
        got("{'type':'system','subtype':'compact_boundary','compact_metadata':{'trigger':'manual','pre_tokens':5}}");
        got("{'type':'assistant','message':{'id':'m9','model':'<synthetic>','content':[{'type':'text','text':'old'}]}}");
        assertEquals("", sink.text(TURN));
        assertInstanceOf(TimelineItem.Compaction.class, sink.items(TURN).getFirst());
    }

    @Test
    void aLineThatIsNoObjectIsReported() {
        assertFalse(mapper.line(new Line(0, 1, "[1]", false), sink));
        assertFalse(mapper.line(new Line(0, 1, "{", false), sink));
        assertFalse(mapper.line(new Line(0, 1, "[".repeat(100_000), false), sink));
    }
}
