package dev.mgx.llm.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Whose certificates are trusted, beside those of the authorities that Java knows. */
public final class CertificateAuthorities {
    private CertificateAuthorities() {}

    /**
     * Trusts the certificates in this file, in PEM, too.
     *
     * @throws IllegalArgumentException when it has none, or cannot be read; the message is part of a sentence about it
     */
    public static SSLContext with(Path file) {
        Collection<? extends Certificate> added = read(file);
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (Certificate each : Stream.concat(usual(), added.stream()).toList()) {
                all.setCertificateEntry("authority-" + ++number, each);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trustManagers(all).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("its certificates cannot be used: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("it has no certificate (PEM, -----BEGIN CERTIFICATE-----)");
            }
            return certificates;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it has no certificate (PEM, -----BEGIN CERTIFICATE-----)", e);
        }
    }

    private static Stream<X509Certificate> usual() throws GeneralSecurityException {
        return Arrays.stream(trustManagers(null).getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(each -> Arrays.stream(((X509TrustManager) each).getAcceptedIssuers()));
    }

    /** @param store null for what Java knows */
    private static TrustManagerFactory trustManagers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
