package sh.paseo.hosting;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The daemon's certificate with its chain, and the private key that fits it. Never printed.
 *
 * <p><b>Shape</b>: of the files see {@link #of}. <b>Thread</b>: any.
 */
public final class ServerCertificate {
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";
    private static final byte[] PROBE = "does the key fit the certificate".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final List<X509Certificate> chain;
    private final PrivateKey key;

    private ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    /** Which of the two files is meant by an error. */
    public enum Part {
        CERTIFICATE,
        KEY
    }

    /** A file that is not what it should be; the message does not name it, the caller knows where it came from. */
    public static final class Unfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final Part part;

        private Unfit(Part part, String message, Throwable cause) {
            super(message, cause);
            this.part = part;
        }

        public Part part() {
            return part;
        }
    }

    /**
     * Reads both.
     *
     * <p><b>Shape</b>: PEM; the certificate first and then those that lead to its authority; the key in PKCS#8 without a passphrase, EC,
     * RSA or Ed25519. <b>Errors</b>: {@link Unfit} with what to do; nothing of the key is quoted.
     */
    public static ServerCertificate of(String certificatePem, String keyPem) {
        List<X509Certificate> chain = chain(certificatePem);
        PublicKey open = chain.getFirst().getPublicKey();
        PrivateKey secret = key(keyPem, open.getAlgorithm());
        if (!fits(secret, open)) {
            throw foreignKey(null);
        }
        return new ServerCertificate(chain, secret);
    }

    private static List<X509Certificate> chain(String pem) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem block : Pem.blocks(pem)) {
                if (block.label().equals(CERTIFICATE)) {
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.content())));
                }
            }
            if (chain.isEmpty()) {
                throw new Unfit(Part.CERTIFICATE, "there is no certificate in it; write one as PEM (-----BEGIN CERTIFICATE-----)", null);
            }
            return chain;
        } catch (Unfit told) {
            throw told;
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw new Unfit(Part.CERTIFICATE, "it cannot be read as certificates in PEM: " + malformed.getMessage(), malformed);
        }
    }

    private static PrivateKey key(String pem, String algorithm) {
        List<Pem> blocks;
        try {
            blocks = Pem.blocks(pem);
        } catch (IllegalArgumentException malformed) {
            throw new Unfit(Part.KEY, "it cannot be read as a key in PEM: " + malformed.getMessage(), malformed);
        }
        Pem block = blocks.stream().filter(one -> one.label().endsWith(KEY)).findFirst().orElseThrow(() -> new Unfit(Part.KEY,
                "there is no private key in it; write one as PEM (-----BEGIN PRIVATE KEY-----)", null));
        if (!block.label().equals(KEY)) {
            boolean encrypted = block.label().startsWith("ENCRYPTED");
            throw new Unfit(Part.KEY, encrypted ? "the key is encrypted, which is not supported; take the passphrase away with: "
                    + "openssl pkcs8 -in old.pem -out new.pem"
                    : "a key of the form \"" + block.label()
                            + "\" is not supported; rewrite it with: openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem",
                    null);
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(block.content()));
        } catch (GeneralSecurityException other) {
            throw foreignKey(other);
        }
    }

    private static Unfit foreignKey(Throwable cause) {
        return new Unfit(Part.KEY, "the key does not fit the certificate; give the one that the certificate was made for", cause);
    }

    private static boolean fits(PrivateKey secret, PublicKey open) {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> throw new Unfit(Part.CERTIFICATE, "keys of the kind " + open.getAlgorithm()
                    + " are not supported; use EC, RSA or Ed25519", null);
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(secret);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(open);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException unequal) {
            return false;
        }
    }

    /** Until when clients take it. */
    public Instant expires() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /** For engines that show this certificate and ask clients for none. */
    SSLContext context() {
        try {
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("daemon", key, none, chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalArgumentException("TLS cannot be served with this certificate: " + impossible.getMessage(), impossible);
        }
    }

    @Override
    public String toString() {
        return "ServerCertificate " + chain.getFirst().getSubjectX500Principal();
    }
}
