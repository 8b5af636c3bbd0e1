package sh.paseo.hosting;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificates beside the tests, as a source that a test may change. */
final class FakeCertificates implements CertificateSource {
    final AtomicInteger reads = new AtomicInteger();
    private volatile String name;
    private volatile String key;

    FakeCertificates(String name) {
        put(name, name);
    }

    void put(String certificate, String ofKey) {
        name = certificate;
        key = ofKey;
    }

    @Override
    public String stamp() {
        return name + key;
    }

    @Override
    public ServerCertificate read() {
        reads.incrementAndGet();
        return ServerCertificate.of(text(name + ".pem"), text(key + ".key"));
    }

    static String text(String file) {
        try (InputStream in = Objects.requireNonNull(FakeCertificates.class.getResourceAsStream("tls/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (InputStream in = FakeCertificates.class.getResourceAsStream("tls/" + name + ".pem")) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** A client that trusts what these have signed and nobody else. */
    static SSLContext trusting(String... names) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (String name : names) {
            anchors.setCertificateEntry(name, certificate(name));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
