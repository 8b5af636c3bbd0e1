package sh.paseo.protocol;

import sh.paseo.protocol.connection.Greeting;

/** One message from a client. <b>Source</b>: wire specification 01, section 4. */
public sealed interface Inbound {
    /** Who the client is; the first message. */
    record Hello(Greeting greeting) implements Inbound {}

    /** A message within the session. */
    record Session(Request request) implements Inbound {}

    /** Answered by a pong, at any time. */
    record Ping() implements Inbound {}

    /** Accepted without effect. */
    record Ignored() implements Inbound {}
}
