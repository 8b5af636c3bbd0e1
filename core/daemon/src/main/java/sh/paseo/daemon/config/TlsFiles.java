package sh.paseo.daemon.config;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sh.paseo.daemon.home.Ownership;
import sh.paseo.hosting.CertificateSource;
import sh.paseo.hosting.ServerCertificate;

/**
 * The files of {@code daemon.tls}. Links are followed, since programs that renew certificates make them; what they lead to must be ours or
 * the administrator's, and the key nobody else's to read.
 *
 * <p><b>Thread</b>: as {@link CertificateSource}.
 */
public final class TlsFiles implements CertificateSource {
    private static final String CERTIFICATE = "certificate";
    private static final String KEY = "key";
    private static final String PLACE = "daemon.tls.";
    /** Chains have some kilobytes; what is larger is something else. */
    private static final long MOST_BYTES = 1 << 20;

    private final Config.Tls files;
    private final Ownership ownership = Ownership.ofThisProcess();

    public TlsFiles(Config.Tls files) {
        this.files = files;
    }

    /** The section as it is written, whose files must be usable now; what is wrong is added to the problems. */
    static Optional<Config.Tls> read(JsonObject section, Path home, Path userHome, List<String> problems) {
        int before = problems.size();
        Optional<Path> certificate = path(section, CERTIFICATE, home, userHome, problems);
        Optional<Path> key = path(section, KEY, home, userHome, problems);
        if (problems.size() > before || certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            problems.add(PLACE + (key.isEmpty() ? KEY : CERTIFICATE) + " is missing beside " + PLACE
                    + (key.isEmpty() ? CERTIFICATE : KEY) + "; name both files, or none for connections without TLS");
            return Optional.empty();
        }
        Config.Tls files = new Config.Tls(certificate.get(), key.get());
        new TlsFiles(files).read(problems);
        return Optional.of(files);
    }

    private static Optional<Path> path(JsonObject section, String name, Path home, Path userHome, List<String> problems) {
        if (!section.containsKey(name)) {
            return Optional.empty();
        }
        try {
            if (section.get(name) instanceof JsonString text && !text.getString().isBlank()) {
                String written = text.getString();
                Path path = written.startsWith("~/") ? userHome.resolve(written.substring(2)) : home.resolve(written);
                return Optional.of(path.toAbsolutePath().normalize());
            }
            problems.add(PLACE + name + " must be a text, the path of a PEM file: " + section.get(name));
        } catch (IllegalArgumentException malformed) {
            problems.add(PLACE + name + ": " + malformed.getMessage());
        }
        return Optional.empty();
    }

    /** Changes with the content, the rights and the target of a link. */
    @Override
    public String stamp() {
        return stamp(files.certificate()) + " " + stamp(files.key());
    }

    private static String stamp(Path file) {
        try {
            return Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime,uid").toString();
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    @Override
    public ServerCertificate read() {
        List<String> problems = new ArrayList<>();
        return read(problems).orElseThrow(() -> new IllegalArgumentException(String.join("; ", problems)));
    }

    private Optional<ServerCertificate> read(List<String> problems) {
        Optional<String> certificate = text(CERTIFICATE, files.certificate(), problems);
        Optional<String> key = text(KEY, files.key(), problems);
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ServerCertificate.of(certificate.get(), key.get()));
        } catch (ServerCertificate.Unfit unfit) {
            problems.add(switch (unfit.part()) {
                case CERTIFICATE -> PLACE + CERTIFICATE + ": " + files.certificate() + ": " + unfit.getMessage();
                case KEY -> PLACE + KEY + ": " + files.key() + ": " + unfit.getMessage();
            });
            return Optional.empty();
        }
    }

    private Optional<String> text(String name, Path file, List<String> problems) {
        try {
            Path real = file.toRealPath();
            Optional<String> unsafe = name.equals(KEY) ? ownership.problemWithSecret(real) : ownership.problemUnlessRoots(real);
            if (unsafe.isEmpty() && Files.isRegularFile(real) && Files.size(real) <= MOST_BYTES) {
                return Optional.of(Files.readString(real, StandardCharsets.ISO_8859_1));
            }
            problems.add(PLACE + name + ": " + unsafe.orElse(file + " is no PEM file; name the file itself"));
        } catch (NoSuchFileException missing) {
            problems.add(PLACE + name + ": " + file + " does not exist; name the PEM file of the " + name);
        } catch (IOException unreadable) {
            problems.add(PLACE + name + ": " + file + " cannot be read: " + unreadable.getMessage() + "; make it yours");
        }
        return Optional.empty();
    }
}
