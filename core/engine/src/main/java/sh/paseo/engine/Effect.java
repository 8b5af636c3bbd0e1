package sh.paseo.engine;

import java.util.Optional;
import sh.paseo.api.PermissionId;
import sh.paseo.api.TurnId;
import sh.paseo.api.agent.PermissionAnswer;
import sh.paseo.api.agent.Prompt;
import sh.paseo.api.agent.Send;
import sh.paseo.api.agent.Setting;

/** What is to be done to the session once the commit that decided it is durable. */
sealed interface Effect {
    /** Open a session under a new number; resumes if the conversation has a token. */
    record Open(long session) implements Effect {}

    /** Take over a process that an earlier daemon left, under a new number. */
    record Reattach(long session, LeftProcess process) implements Effect {}

    /** Start a turn, unless {@code doubt} turns out to have done so. */
    record Drive(TurnId turn, Prompt prompt, Optional<Send> doubt) implements Effect {}

    /** Interrupt a turn. */
    record Interrupt(TurnId turn) implements Effect {}

    /** Give the user's answer. */
    record Answer(PermissionId permission, PermissionAnswer answer) implements Effect {}

    /** Change a setting. */
    record Select(Setting setting) implements Effect {}

    /** Write a line that is stored. */
    record Write(Send send) implements Effect {}

    /** End the session and its process. */
    record Close() implements Effect {}
}
