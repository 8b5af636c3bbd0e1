package sh.paseo.api.transport;

import java.util.List;

/** A transport at work. <b>Thread</b>: any. */
public interface RunningTransport extends AutoCloseable {
    /** Where clients reach the host by this transport, now. */
    List<Endpoint> endpoints();

    TransportHealth health();

    /** Stops listening and dialling; open channels are closed by the host. Idempotent, at most 5 seconds. */
    @Override
    void close();
}
