package sh.paseo.daemon.gateway;

import java.util.function.Supplier;
import sh.paseo.api.transport.Frame;

/** A frame encoded when the first receiver wants it, and then shared. Confined to the thread that publishes it. */
final class LazyFrame implements Supplier<Frame> {
    private final Supplier<byte[]> encoding;
    private Frame frame;

    LazyFrame(Supplier<byte[]> encoding) {
        this.encoding = encoding;
    }

    @Override
    public Frame get() {
        if (frame == null) {
            frame = new Frame.Text(encoding.get());
        }
        return frame;
    }
}
