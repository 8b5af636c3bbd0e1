package sh.paseo.websocket;

/** The frame types. <b>Source</b>: RFC 6455, 5.2. */
enum Opcode {
    CONTINUATION(0),
    TEXT(1),
    BINARY(2),
    CLOSE(8),
    PING(9),
    PONG(10);

    private static final Opcode[] BY_BITS = new Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_BITS[opcode.bits] = opcode;
        }
    }

    private final int bits;

    Opcode(int bits) {
        this.bits = bits;
    }

    int bits() {
        return bits;
    }

    boolean control() {
        return bits >= 8;
    }

    static Opcode of(int bits) {
        Opcode opcode = BY_BITS[bits];
        if (opcode == null) {
            throw new WebSocketException(WebSocketException.Code.PROTOCOL, "reserved opcode " + bits);
        }
        return opcode;
    }
}
