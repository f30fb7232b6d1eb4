package dev.mgx.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A raw request on a connection of its own, and its response. Can send what an HTTP client would refuse to send.
 *
 * @param status 0 if the server closed the connection without a response
 * @param headers by their names in lower case
 */
record RawExchange(int status, Map<String, String> headers, String body) {
    private static final int DEADLINE_MILLIS = 10_000;
    private static final String HEAD_END = "\r\n\r\n";

    /** Sends the request and reads the whole response, or its headers only if it has no body (RFC 9112, 6.3). */
    static RawExchange of(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            try {
                socket.getOutputStream().write(request);
            } catch (IOException refused) {
                // The server may respond and close before it has read everything.
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] some = new byte[16 * 1024];
            boolean headOnly = new String(request, StandardCharsets.ISO_8859_1).startsWith("HEAD ");
            RawExchange answer = new RawExchange(0, Map.of(), "");
            int read = socket.getInputStream().read(some);
            while (read > 0 && !answer.isWhole(headOnly)) {
                bytes.write(some, 0, read);
                answer = parse(bytes.toString(StandardCharsets.ISO_8859_1));
                read = answer.isWhole(headOnly) ? 0 : socket.getInputStream().read(some);
            }
            return new RawExchange(answer.status, answer.headers, inUtf8(answer.body));
        }
    }

    private boolean isWhole(boolean headOnly) {
        boolean bodiless = (headOnly && status != 0) || status == 101 || status == 204;
        return bodiless || Integer.toString(body.length()).equals(headers.get("content-length"));
    }

    private static String inUtf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static RawExchange parse(String answer) {
        int end = answer.indexOf(HEAD_END);
        if (end < 0) {
            return new RawExchange(0, Map.of(), answer);
        }
        String[] lines = answer.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] parts = lines[i].split(": ?", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts.length > 1 ? parts[1] : "");
        }
        return new RawExchange(
                Integer.parseInt(lines[0].split(" ", 3)[1]), headers, answer.substring(end + HEAD_END.length()));
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
}
