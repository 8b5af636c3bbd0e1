package sh.paseo.daemon.config;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sh.paseo.hosting.HostingLimits;
import sh.paseo.websocket.WebSocketLimits;
import sh.paseo.websocket.WebSocketTimes;

/**
 * {@code daemon.limits}: what strangers and clients may cost. The ranges keep the daemon usable at the lower end and within the heap
 * that its launcher gives it at the upper one.
 */
final class Limits {
    static final String PLACE = "daemon.limits.";

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** How a limit is written. */
    enum Unit {
        COUNT, BYTES, SECONDS
    }

    /** A limit, between {@code least} and {@code most}. */
    record Limit(String name, Unit unit, long least, long usual, long most) {
        String shown(long value) {
            return unit == Unit.SECONDS ? value + "s" : Long.toString(value);
        }

        /** <b>Errors</b>: {@link IllegalArgumentException} with what is allowed. */
        private long read(JsonValue written) {
            long value = switch (unit) {
                case SECONDS -> DurationText.parse(written).map(Duration::toSeconds).orElse(0L);
                case COUNT, BYTES -> {
                    if (written instanceof JsonNumber number && number.isIntegral() && number.bigIntegerValue().bitLength() < Long.SIZE) {
                        yield number.longValue();
                    }
                    throw new IllegalArgumentException(written + " is no whole number");
                }
            };
            if (value < least || value > most) {
                throw new IllegalArgumentException(written + " is not between " + shown(least) + " and " + shown(most));
            }
            return value;
        }
    }

    static final List<Limit> ALL = List.of(
            new Limit("connections", Unit.COUNT, 16, HostingLimits.DEFAULT.connections(), 65_536),
            new Limit("perAddress", Unit.COUNT, 8, HostingLimits.DEFAULT.perAddress(), 65_536),
            new Limit("strangers", Unit.COUNT, 8, HostingLimits.DEFAULT.strangers(), 4096),
            new Limit("strangerBytes", Unit.BYTES, 4 * KIB, HostingLimits.DEFAULT.strangerBytes(), MIB),
            new Limit("bytesInFlight", Unit.BYTES, MIB, HostingLimits.DEFAULT.bytesInFlight(), 64 * MIB),
            new Limit("messageBytes", Unit.BYTES, 64 * KIB, WebSocketLimits.DEFAULT.messageBytes(), 64 * MIB),
            new Limit("fragments", Unit.COUNT, 16, WebSocketLimits.DEFAULT.fragments(), 65_536),
            new Limit("pingsPerSecond", Unit.COUNT, 1, WebSocketLimits.DEFAULT.pingsPerSecond(), 10_000),
            new Limit("head", Unit.SECONDS, 1, HostingLimits.Times.DEFAULT.head().toSeconds(), 60),
            new Limit("idle", Unit.SECONDS, 1, HostingLimits.Times.DEFAULT.idle().toSeconds(), 600),
            new Limit("exchange", Unit.SECONDS, 1, HostingLimits.Times.DEFAULT.exchange().toSeconds(), 600),
            new Limit("hello", Unit.SECONDS, 1, HostingLimits.Times.DEFAULT.hello().toSeconds(), 60),
            new Limit("frame", Unit.SECONDS, 1, WebSocketTimes.DEFAULT.stall().toSeconds(), 600),
            new Limit("silence", Unit.SECONDS, 1, WebSocketTimes.DEFAULT.keepAlive().toSeconds(), 600));

    private Limits() {}

    /** The limits as the section says; what is wrong with it goes into {@code problems}, each with its place. */
    static HostingLimits read(JsonObject section, List<String> problems) {
        Map<String, Long> values = new HashMap<>();
        for (Limit limit : ALL) {
            values.put(limit.name(), limit.usual());
            if (section.containsKey(limit.name())) {
                try {
                    values.put(limit.name(), limit.read(section.get(limit.name())));
                } catch (IllegalArgumentException malformed) {
                    problems.add(PLACE + limit.name() + ": " + malformed.getMessage());
                }
            }
        }
        if (values.get("messageBytes") > values.get("bytesInFlight")) {
            problems.add(PLACE + "messageBytes: " + values.get("messageBytes") + " is more than bytesInFlight, which is "
                    + values.get("bytesInFlight") + ": no message could be so large");
        }
        return limits(values);
    }

    private static HostingLimits limits(Map<String, Long> values) {
        var times = new HostingLimits.Times(seconds(values, "head"), seconds(values, "idle"), seconds(values, "exchange"),
                seconds(values, "hello"), HostingLimits.Times.DEFAULT.linger());
        var webSocket = new WebSocketLimits(number(values, "messageBytes"), number(values, "fragments"), number(values, "pingsPerSecond"),
                WebSocketTimes.DEFAULT.withStall(seconds(values, "frame")).withKeepAlive(seconds(values, "silence")));
        return new HostingLimits(number(values, "connections"), number(values, "perAddress"), number(values, "strangers"),
                number(values, "strangerBytes"),
                values.get("bytesInFlight"), times, webSocket);
    }

    private static int number(Map<String, Long> values, String name) {
        return Math.toIntExact(values.get(name));
    }

    private static Duration seconds(Map<String, Long> values, String name) {
        return Duration.ofSeconds(values.get(name));
    }
}
