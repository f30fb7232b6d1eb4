package dev.mgx.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate that signs itself, for one name and two days.
 *
 * @param certificate in PEM
 * @param key in PEM
 * @param trustStore for Java, with {@link #PASSWORD}
 */
public record OwnCertificate(Path certificate, Path key, Path trustStore) {
    public static final String PASSWORD = "changeit";

    /** The file with certificate and key that it makes in its folder, with {@link #PASSWORD}. */
    public static final String KEY_STORE = "key.p12";

    private static final String ALIAS = "own";
    private static final String TYPE = "PKCS12";

    /** Makes one with the JDK's keytool, in this folder. */
    public static OwnCertificate make(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(KEY_STORE);
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "2",
                        "-storetype",
                        TYPE,
                        "-alias",
                        ALIAS,
                        "-storepass",
                        PASSWORD,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new AssertionError("keytool made no certificate");
        }
        KeyStore own = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(store)) {
            own.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance(TYPE);
        trusted.load(null, null);
        trusted.setCertificateEntry(ALIAS, own.getCertificate(ALIAS));
        Path trustStore = folder.resolve("trusted.p12");
        try (OutputStream out = Files.newOutputStream(trustStore)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return new OwnCertificate(
                pem(
                        folder.resolve("certificate.pem"),
                        "CERTIFICATE",
                        own.getCertificate(ALIAS).getEncoded()),
                pem(
                        folder.resolve("key.pem"),
                        "PRIVATE KEY",
                        own.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()),
                trustStore);
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return Files.writeString(file, "-----BEGIN %s-----%n%s%n-----END %1$s-----%n".formatted(what, lines));
    }
}
