package dev.rota.daemon.jobs.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom this machine trusts: the authorities that Java brings along, and those of the system's own list, where an
/// operator adds the one of his house (`update-ca-certificates`).
final class MachineTrust {
    private static final Logger LOG = LoggerFactory.getLogger(MachineTrust.class);
    /// Debian's, and that of Red Hat's family.
    private static final List<Path> LISTS =
            List.of(Path.of("/etc/ssl/certs/ca-certificates.crt"), Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

    private MachineTrust() {}

    /// Reads the lists: some hundredths of a second, so only when somebody connects.
    static SSLContext context() {
        List<Certificate> trusted = new ArrayList<>();
        for (Path list : LISTS) {
            if (Files.isReadable(list)) {
                trusted.addAll(read(list));
                break;
            }
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(trusted), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("This Java cannot do TLS: " + e.getMessage(), e);
        }
    }

    /// The certificates of a file in PEM; none, said aloud, when it cannot be read.
    static List<Certificate> read(Path list) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(list))) {
            return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(bytes));
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("The trusted certificates in {} cannot be read: {}", list, e.getMessage());
            return List.of();
        }
    }

    /// @param trusted beside those that Java brings along
    static TrustManager[] managers(List<Certificate> trusted) throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
        all.load(null, null);
        int number = 0;
        for (TrustManager manager : factory(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager own) {
                for (X509Certificate certificate : own.getAcceptedIssuers()) {
                    all.setCertificateEntry("java-" + number++, certificate);
                }
            }
        }
        for (Certificate certificate : trusted) {
            all.setCertificateEntry("system-" + number++, certificate);
        }
        return factory(all).getTrustManagers();
    }

    private static TrustManagerFactory factory(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
