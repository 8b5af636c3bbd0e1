package sh.paseo.hosting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sh.paseo.hosting.ServerCertificate.Part;
import sh.paseo.hosting.ServerCertificate.Unfit;

class ServerCertificateTest {
    @ParameterizedTest
    @ValueSource(strings = {"ec", "rsa", "ed25519", "signed"})
    void aPairThatFitsIsRead(String name) {
        ServerCertificate read = ServerCertificate.of(pem(name), key(name));
        assertTrue(read.toString().contains("CN=localhost"), read::toString);
        assertFalse(read.context().createSSLEngine().getSession().isValid());
    }

    @ParameterizedTest
    @CsvSource({"ec,signed", "ec,rsa", "rsa,ec", "ed25519,ec"})
    void aKeyOfAnotherCertificateIsRefused(String certificate, String key) {
        Unfit told = assertThrows(Unfit.class, () -> ServerCertificate.of(pem(certificate), key(key)));
        assertEquals(Part.KEY, told.part());
        assertTrue(told.getMessage().contains("does not fit the certificate"), told::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"encrypted,ec,openssl pkcs8 -in", "sec1,ec,EC PRIVATE KEY", "pkcs1,rsa,RSA PRIVATE KEY"})
    void aKeyInAFormThatIsNotSupportedIsToldWithTheCommandThatRewritesIt(String key, String certificate, String says) {
        String told = assertThrows(Unfit.class, () -> ServerCertificate.of(pem(certificate), key(key))).getMessage();
        assertTrue(told.contains(says) && told.contains("openssl pkcs8"), told);
    }

    @Test
    void aFileThatIsNotWhatItShouldBeIsToldAndNotQuoted() {
        for (String bad : new String[] {"", "hello", "-----BEGIN ", "-----BEGIN CERTIFICATE-----\nMIIB\n", key("ec"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n"}) {
            Unfit told = assertThrows(Unfit.class, () -> ServerCertificate.of(bad, key("ec")), bad);
            assertEquals(Part.CERTIFICATE, told.part());
        }
        for (String bad : new String[] {"", pem("ec"), key("ec").substring(0, 90),
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"}) {
            Unfit told = assertThrows(Unfit.class, () -> ServerCertificate.of(pem("ec"), bad), bad);
            assertEquals(Part.KEY, told.part());
            assertFalse(told.getMessage().contains(key("ec").substring(40, 60)), told::getMessage);
        }
    }

    private static String pem(String name) {
        return FakeCertificates.text(name + ".pem");
    }

    private static String key(String name) {
        return FakeCertificates.text(name + ".key");
    }
}
