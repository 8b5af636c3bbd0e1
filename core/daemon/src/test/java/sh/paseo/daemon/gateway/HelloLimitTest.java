package sh.paseo.daemon.gateway;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sh.paseo.api.transport.CloseReason;

class HelloLimitTest extends GatewayFixture {
    @Override
    Duration helloLimit() {
        return Duration.ofMillis(200);
    }

    @Test
    void whoeverSaysNoHelloInTimeIsClosedAndWhoeverDoesStays() {
        FakeChannel client = client("c1");
        FakeChannel silent = connect(new FakeChannel());
        FakeChannel pinging = connect(new FakeChannel());
        pinging.say("{\"type\":\"ping\"}");
        await().until(() -> silent.closed.isPresent() && pinging.closed.isPresent());
        assertEquals(new CloseReason(4001, "Hello timeout"), silent.closed.get());
        assertEquals(new CloseReason(4001, "Hello timeout"), pinging.closed.get());
        assertEquals(Optional.empty(), client.closed);
    }
}
