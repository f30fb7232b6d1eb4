package dev.mgx.sandbox.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Stands between a program inside the walls and the server outside: hears HTTP on a free port of the loopback, and passes
 * each GET on through a Unix socket, the only thing of the outside that is there. Runs the program, and when that has
 * ended well hands over its results.
 *
 * <p>A connection to the socket is one message: {@code GET target base\n}, answered by {@code status length type\n} and the
 * body; or {@code PUT name\n} and the content in chunks, each after its length in four bytes and the last of length 0, so
 * that a part is not taken for the whole; answered by {@code 200\n} once it is kept.
 */
public final class SandboxRelay {
    private static final int LONGEST_LINE = 8_192;
    private static final int CHUNK = 64 * 1024;
    private static final int BAD_GATEWAY = 502;
    private static final int METHOD_NOT_ALLOWED = 405;

    private final UnixDomainSocketAddress outside;
    private final String base;

    private SandboxRelay(UnixDomainSocketAddress outside, String base) {
        this.outside = outside;
        this.base = base;
    }

    /**
     * Runs a program: {@code SOCKET VARIABLE NAME=PATH… -- COMMAND…}. Ends with its exit code, or with 70 if its results
     * could not be handed over.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> given = Arrays.asList(args);
        int end = given.indexOf("--");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        SandboxRelay relay = new SandboxRelay(UnixDomainSocketAddress.of(given.getFirst()), base);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", relay::pass);
        server.start();
        ProcessBuilder program = new ProcessBuilder(given.subList(end + 1, given.size())).inheritIO();
        program.environment().put(given.get(1), base);
        int code = program.start().waitFor();
        if (code == 0) {
            for (String result : given.subList(2, end)) {
                if (!relay.handOver(result)) {
                    code = 70;
                }
            }
        }
        System.exit(code);
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
                return;
            }
            try (SocketChannel channel = connect();
                    InputStream in = Channels.newInputStream(channel)) {
                send(channel, "GET %s %s\n".formatted(exchange.getRequestURI().toASCIIString(), base));
                String[] head = line(in).split(" ", 3);
                long length = Long.parseLong(head[1]);
                exchange.getResponseHeaders().set("Content-Type", head[2]);
                exchange.sendResponseHeaders(Integer.parseInt(head[0]), length == 0 ? -1 : length);
                if (length > 0) {
                    in.transferTo(exchange.getResponseBody());
                }
            } catch (IOException | IllegalArgumentException e) {
                exchange.sendResponseHeaders(BAD_GATEWAY, -1);
            }
        }
    }

    /** @param result {@code NAME=PATH} */
    private boolean handOver(String result) throws IOException, InterruptedException {
        String name = result.substring(0, result.indexOf('='));
        Path path = Path.of(result.substring(name.length() + 1)
                .replace("$TMPDIR", System.getenv().getOrDefault("TMPDIR", "/tmp")));
        try (SocketChannel channel = connect();
                InputStream in = Channels.newInputStream(channel)) {
            send(channel, "PUT %s\n".formatted(name));
            DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
            if (Files.isDirectory(path)) {
                // The same folder gives the same bytes.
                Process tar = new ProcessBuilder(
                                "tar",
                                "-C",
                                path.toString(),
                                "--sort=name",
                                "--mtime=@0",
                                "--owner=0",
                                "--group=0",
                                "-cf",
                                "-",
                                ".")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                copy(tar.getInputStream(), out);
                if (tar.waitFor() != 0) {
                    return false;
                }
            } else {
                try (InputStream file = Files.newInputStream(path)) {
                    copy(file, out);
                }
            }
            out.writeInt(0);
            return line(in).equals("200");
        } catch (IOException e) {
            System.err.println("The result " + name + " could not be handed over: " + e.getMessage());
            return false;
        }
    }

    private static void copy(InputStream in, DataOutputStream out) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            out.writeInt(read);
            out.write(chunk, 0, read);
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(outside);
        return channel;
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The first line of a message, in ASCII, without its end.
     *
     * @throws IOException if it does not end within 8,192 characters
     */
    public static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new IOException("a message without a first line");
            }
            line.append((char) next);
        }
        return line.toString();
    }
}
