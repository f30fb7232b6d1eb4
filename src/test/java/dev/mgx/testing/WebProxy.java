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
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A forward proxy on loopback, as companies have one: it tunnels what {@code CONNECT} asks for, and forwards other requests,
 * always to this machine. Thread-safe.
 */
public final class WebProxy extends Relay {
    private static final int LARGEST_HEAD = 64 * 1024;

    private final String credentials;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    /** @param credentials the value that {@code Proxy-Authorization} must have; empty for none */
    public WebProxy(String credentials) throws IOException {
        super(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        this.credentials = credentials;
        start();
    }

    /** The heads of the requests that came, in order. */
    public List<String> heads() {
        return heads;
    }

    @Override
    void serve(Socket client) throws IOException, InterruptedException {
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
            if (tunnel) {
                client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            } else {
                String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
                String forwarded = words[0] + " " + path + " " + words[2];
                server.getOutputStream().write(forwarded.getBytes(StandardCharsets.ISO_8859_1));
            }
            join(client, server);
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
}
