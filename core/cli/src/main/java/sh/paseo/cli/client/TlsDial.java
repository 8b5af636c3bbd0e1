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
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
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
        Optional<CertificateException> certificate = cause(refused, CertificateException.class);
        Optional<CertificateException> untimely = cause(refused, CertificateExpiredException.class).map(CertificateException.class::cast)
                .or(() -> cause(refused, CertificateNotYetValidException.class));
        // What the JDK says of a path of certificates is about the authority, unless it is about the time.
        boolean unsigned = cause(refused, CertPathBuilderException.class).isPresent()
                || cause(refused, CertPathValidatorException.class).isPresent();
        if (certificate.isEmpty() && !unsigned) {
            return new IOException("no TLS with it: " + refused.getMessage(), refused);
        }
        if (trust instanceof Trust.Exactly(Path file)) {
            return new NotTrusted("it shows another certificate than that in " + file,
                    "If that was changed just now, try again; else see the daemon's log: it may not be usable.", refused);
        }
        if (unsigned && untimely.isEmpty()) {
            return new NotTrusted("its certificate is not signed by " + (trust instanceof Trust.Authority(Path file)
                    ? "the authority in " + file : "an authority that this machine knows"), ASK, refused);
        }
        return new NotTrusted("its certificate does not hold: " + untimely.or(() -> certificate).orElseThrow().getMessage(),
                "Name the host as its certificate does, or have the certificate renewed.", refused);
    }

    private static <T extends Throwable> Optional<T> cause(Throwable from, Class<T> type) {
        for (Throwable cause = from; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
