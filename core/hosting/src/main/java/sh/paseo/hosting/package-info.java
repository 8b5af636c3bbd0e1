/**
 * Listeners, the request gate and upgrades: the only package that knows Helidon.
 *
 * <pre>
 *   socket (-> TlsStream)
 *          -> HeadReader: strict head, limits, deadlines -> RequestGate: Host, Origin -> Helidon's HTTP/1.1
 *                                                                                        |-- Routes
 *                                                                                        `-- upgrade -> Acceptor
 * </pre>
 * Helidon sees a request only after it was read strictly and admitted, and then as we write it, not as it came.
 *
 * <p>Read {@link sh.paseo.hosting.HelidonListeners} and {@link sh.paseo.hosting.RequestGate} first.
 */
package sh.paseo.hosting;
