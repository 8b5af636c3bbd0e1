package sh.paseo.hosting;

/**
 * Where the certificate of the daemon comes from; it is asked again as long as the daemon runs.
 *
 * <p><b>Thread</b>: a platform thread that may read files; one at a time.
 */
public interface CertificateSource {
    /** A text that is another one when {@link #read} may have changed; cheap, and never throws. */
    String stamp();

    /** What is there now. <b>Errors</b>: {@link IllegalArgumentException} that says what is wrong and what to do. */
    ServerCertificate read();
}
