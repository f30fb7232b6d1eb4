package dev.mgx.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An encrypted port on {@code 127.0.0.1} before a server that speaks in the clear. Thread-safe. */
public final class TlsFront extends Relay {
    private final int target;

    /**
     * Listens on a free port.
     *
     * @param folder where {@link OwnCertificate} was made
     * @param target the server's port
     */
    public TlsFront(Path folder, int target) throws IOException, GeneralSecurityException {
        super(encrypted(folder));
        this.target = target;
        start();
    }

    private static ServerSocket encrypted(Path folder) throws IOException, GeneralSecurityException {
        char[] password = OwnCertificate.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(OwnCertificate.KEY_STORE))) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @Override
    void serve(Socket client) throws IOException, InterruptedException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            join(client, server);
        }
    }
}
