package sh.paseo.api.transport;

/**
 * Carries clients' connections. The extension point for transports: name the class in
 * {@code META-INF/services/sh.paseo.api.transport.Transport}.
 *
 * <p>Stateless, with a public constructor without arguments that does no work.
 */
public interface Transport {
    TransportDescriptor descriptor();

    /**
     * Starts carrying connections.
     *
     * <p><b>Errors</b>: an exception means that nothing is open.
     */
    RunningTransport start(TransportContext context);
}
