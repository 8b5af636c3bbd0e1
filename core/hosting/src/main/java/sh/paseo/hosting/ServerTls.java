package sh.paseo.hosting;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * TLS as all listeners speak it, with the newest certificate that can be used: what is new in the files holds for the connections that
 * come then, and what is broken in them changes nothing.
 *
 * <p><b>Thread</b>: any; {@link #refresh} reads files.
 */
final class ServerTls {
    private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final CertificateSource source;
    private final LongSupplier nanos;
    private String stamp;
    private long looked;
    private volatile SSLContext context;

    /** <b>Errors</b>: {@link IllegalArgumentException} if there is nothing to begin with. */
    ServerTls(CertificateSource source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
        this.stamp = source.stamp();
        this.looked = nanos.getAsLong();
        this.context = source.read().context();
    }

    /** Looks whether there is another certificate, at most once a second. */
    synchronized void refresh() {
        long now = nanos.getAsLong();
        if (now - looked < PAUSE_NANOS) {
            return;
        }
        looked = now;
        String found = source.stamp();
        if (found.equals(stamp)) {
            return;
        }
        // Before reading: what changes meanwhile has another stamp next time.
        stamp = found;
        try {
            ServerCertificate read = source.read();
            context = read.context();
            LOG.log(Level.INFO, "new connections get the certificate that was changed; it is valid until {0}", read.expires());
        } catch (IllegalArgumentException broken) {
            LOG.log(Level.WARNING, "the certificate was changed and cannot be used, the one of before stays: {0}", broken.getMessage());
        }
    }

    /** For one connection. */
    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(VERSIONS);
        return engine;
    }
}
