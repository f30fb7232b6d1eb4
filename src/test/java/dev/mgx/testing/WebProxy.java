package dev.mgx.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy on loopback, as companies have one: it tunnels what {@code CONNECT} asks for, and forwards other requests,
 * always to this machine. Thread-safe.
 */
public final class WebProxy implements AutoCloseable {
    private static final int LARGEST_HEAD = 64 * 1024;

    private final ServerSocket listener;
    private final String credentials;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param credentials the value that {@code Proxy-Authorization} must have; empty for none */
    public WebProxy(String credentials) throws IOException {
        this.credentials = credentials;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("web-proxy").start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The heads of the requests that came, in order. */
    public List<String> heads() {
        return heads;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (!credentials.isEmpty() && !head.contains("Proxy-Authorization: " + credentials + "\r\n")) {
                answer(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"office\"");
                return;
            }
            String[] words = head.split(" ", 3);
            boolean tunnel = words[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "https://" + words[1] : words[1]);
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getPort())) {
                open.add(server);
                if (tunnel) {
                    client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } else {
                    String path =
                            target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
                    String forwarded = words[0] + " " + path + " " + words[2];
                    server.getOutputStream().write(forwarded.getBytes(StandardCharsets.ISO_8859_1));
                }
                Thread back = Thread.ofVirtual().start(() -> copy(server, client));
                copy(client, server);
                back.join();
            }
        } catch (IOException e) {
            // One side has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(Socket client, String statusAndHeaders) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write("HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .formatted(statusAndHeaders)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < LARGEST_HEAD && head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(WebProxy::close);
    }
}
