package sh.paseo.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import sh.paseo.api.transport.ListenAddress;
import sh.paseo.websocket.ClientOptions;
import sh.paseo.websocket.ConnectionWatch;
import sh.paseo.websocket.TlsLayer;
import sh.paseo.websocket.WebSocketClient;
import sh.paseo.websocket.WebSocketConnection;
import sh.paseo.websocket.WebSocketException;
import sh.paseo.websocket.WebSocketLimits;

/** Opens connections by TLS. Loaded only then: these classes are most of the start of a short command. */
final class TlsDial {
    private static final String ASK = "Give the certificate of its authority with --ca <file.pem>.";

    private TlsDial() {}

    /** <b>Errors</b>: {@link NotTrusted}, {@link WebSocketException}, {@link CliException} for a file of authorities that is none. */
    static WebSocketConnection connect(Target.Tcp target, ClientOptions options, WebSocketLimits limits, ConnectionWatch watch)
            throws IOException {
        Trust trust = target.tls().orElseThrow();
        try {
            return WebSocketClient.connect(new ListenAddress.Tcp(target.host(), target.port()), layer(trust), options, limits, watch);
        } catch (WebSocketException failed) {
            if (failed.getCause() instanceof SSLException refused) {
                throw explained(trust, refused);
            }
            throw failed;
        }
    }

    private static TlsLayer layer(Trust trust) throws IOException {
        try {
            return switch (trust) {
                case Trust.Known _ -> new TlsLayer(SSLContext.getDefault(), true);
                case Trust.Authority(Path file) -> new TlsLayer(context(anchors(authorities(file))), true);
                case Trust.Exactly(Path file) -> new TlsLayer(context(new ExactCertificate(own(file))), false);
            };
        } catch (GeneralSecurityException impossible) {
            throw new IOException("TLS cannot be spoken here: " + impossible.getMessage(), impossible);
        }
    }

    private static SSLContext context(TrustManager... managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers, null);
        return context;
    }

    private static TrustManager[] anchors(List<? extends Certificate> authorities) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (Certificate authority : authorities) {
            store.setCertificateEntry("authority-" + store.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static List<? extends Certificate> authorities(Path file) {
        try {
            return certificates(file);
        } catch (IOException | CertificateException unreadable) {
            throw new CliException("CA_UNREADABLE", "Cannot read the authority's certificate from " + file + ": " + unreadable.getMessage(),
                    "Give --ca a PEM file with one or more certificates.");
        }
    }

    private static Certificate own(Path file) throws NotTrusted {
        try {
            return certificates(file).getFirst();
        } catch (IOException | CertificateException unreadable) {
            throw new NotTrusted("its certificate in " + file + " cannot be read: " + unreadable.getMessage(), "See: paseo doctor",
                    unreadable);
        }
    }

    private static List<? extends Certificate> certificates(Path file) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(file)) {
            List<? extends Certificate> read = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
            if (read.isEmpty()) {
                throw new CertificateException("there is no certificate in it");
            }
            return read;
        }
    }

    private static IOException explained(Trust trust, SSLException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException invalid
                    && invalid.getReason() == CertPathValidatorException.BasicReason.INVALID_SIGNATURE) {
                return new NotTrusted(
                        trust instanceof Trust.Authority(Path file) ? "its certificate is not signed by the authority in " + file
                                : "its certificate is not signed by an authority that this machine knows",
                        ASK, refused);
            }
        }
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException && !(cause.getCause() instanceof GeneralSecurityException)) {
                return trust instanceof Trust.Exactly(Path file)
                        ? new NotTrusted("it shows another certificate than that in " + file,
                                "If that was changed just now, try again; else see the daemon's log: it may not be usable.", refused)
                        : new NotTrusted("its certificate does not hold: " + cause.getMessage(),
                                "Name the host as its certificate does, or have the certificate renewed.", refused);
            }
        }
        return new IOException("no TLS with it: " + refused.getMessage(), refused);
    }
}
