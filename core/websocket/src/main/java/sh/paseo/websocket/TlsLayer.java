package sh.paseo.websocket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS 1.2 or 1.3 as a client. In a class of its own, which is loaded only where TLS is spoken.
 *
 * <p><b>Thread</b>: any. <b>Errors</b>: {@code SSLException} if the server is not trusted or speaks no TLS.
 */
public final class TlsLayer implements SocketLayer {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final SSLContext context;
    private final boolean named;

    /**
     * Trusts whom the context trusts.
     *
     * @param named whether the certificate must be for the host that is dialled (RFC 2818, 3.1)
     */
    public TlsLayer(SSLContext context, boolean named) {
        this.context = context;
        this.named = named;
    }

    @Override
    public ByteStream over(Socket socket, String host) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(VERSIONS);
        if (named) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        tls.setSSLParameters(parameters);
        try {
            tls.startHandshake();
        } catch (SSLException failed) {
            throw failed.getCause() instanceof InterruptedIOException late ? timeout(late) : failed;
        }
        // Closing goes to the socket below: that of TLS waits for whoever is writing.
        return new SocketStream(tls, socket);
    }

    private static SocketTimeoutException timeout(InterruptedIOException late) {
        SocketTimeoutException timeout = new SocketTimeoutException(late.getMessage());
        timeout.initCause(late);
        return timeout;
    }
}
