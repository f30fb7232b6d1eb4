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
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Stands between a program inside the walls and the server outside: hears HTTP on a free port of the loopback, and passes
 * each GET on through a Unix socket, the only thing of the outside that is there. Runs the program, and when that has
 * ended well hands over its results. Where the program listens on a port itself, it opens the connections by which that is
 * reached from outside.
 *
 * <p>A connection to the socket is one message: {@code GET target base\n}, answered by {@code status length type\n} and the
 * body; or {@code PUT name\n} and the content in chunks, each after its length in four bytes and the last of length 0, so
 * that a part is not taken for the whole; answered by {@code 200\n} once it is kept. {@code OPEN\n} waits for {@code GO\n},
 * is answered by {@code 200\n}, and is then the program's, or by {@code 502 ports\n}, on which somebody listens instead; {@code CONTROL\n} waits for {@code STOP\n}.
 */
public final class SandboxRelay {
    private static final int LONGEST_LINE = 8_192;
    private static final int CHUNK = 64 * 1024;
    private static final int BAD_GATEWAY = 502;
    private static final int METHOD_NOT_ALLOWED = 405;

    /** A socket's state by Linux. */
    private static final String LISTENING = "0A";

    private static final int MOST_TOLD = 3;

    /** Connections that wait for somebody outside at a time, and those in use. */
    private static final int WAITING = 2;

    private static final int MOST_JOINED = 64 + WAITING;
    private static final int MOST_SECONDS_TO_STOP = 3;

    private final UnixDomainSocketAddress outside;
    private final String base;

    private SandboxRelay(UnixDomainSocketAddress outside, String base) {
        this.outside = outside;
        this.base = base;
    }

    /**
     * Runs a program: {@code SOCKET VARIABLE PORT_VARIABLE=PORT NAME=PATH… -- COMMAND…}, where the third may be empty. Ends
     * with its exit code, with 0 if it was asked to stop, or with 70 if its results could not be handed over.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> given = Arrays.asList(args);
        int end = given.indexOf("--");
        ProcessBuilder program = new ProcessBuilder(given.subList(end + 1, given.size())).inheritIO();
        String[] port = given.get(2).split("=", 2);
        SandboxRelay relay;
        AtomicBoolean stopped = new AtomicBoolean();
        Process process;
        if (port.length == 2) {
            relay = new SandboxRelay(UnixDomainSocketAddress.of(given.getFirst()), "");
            program.environment().put(port[0], port[1]);
            process = program.start();
            relay.listenFor(process, Integer.parseInt(port[1]), stopped);
        } else {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            relay = new SandboxRelay(UnixDomainSocketAddress.of(given.getFirst()), base);
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", relay::pass);
            server.start();
            program.environment().put(given.get(1), base);
            process = program.start();
        }
        int code = process.waitFor();
        code = stopped.get() ? 0 : code;
        if (code == 0) {
            for (String result : given.subList(3, end)) {
                if (!relay.handOver(result)) {
                    code = 70;
                }
            }
        }
        System.exit(code);
    }

    private void listenFor(Process process, int port, AtomicBoolean stopped) {
        Thread.ofVirtual().start(() -> waitForStop(process, stopped));
        Semaphore free = new Semaphore(MOST_JOINED);
        for (int i = 0; i < WAITING; i++) {
            Thread.ofVirtual().start(() -> openWhile(free, port));
        }
    }

    private void waitForStop(Process process, AtomicBoolean stopped) {
        try (SocketChannel channel = connect()) {
            send(channel, "CONTROL\n");
            if (line(Channels.newInputStream(channel)).equals("STOP")) {
                stopped.set(true);
                List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .toList();
                all.forEach(ProcessHandle::destroy);
                if (!process.waitFor(MOST_SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                    all.forEach(ProcessHandle::destroyForcibly);
                }
            }
        } catch (IOException e) {
            System.err.println("The program cannot be asked to stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens one connection after the other, each when the last has found somebody who wants it. */
    private void openWhile(Semaphore free, int port) {
        try {
            while (true) {
                free.acquire();
                SocketChannel outer = connect();
                send(outer, "OPEN\n");
                if (!line(Channels.newInputStream(outer)).equals("GO")) {
                    return;
                }
                Thread.ofVirtual().start(() -> {
                    try (outer;
                            SocketChannel inner = reach(outer, port)) {
                        join(inner, outer);
                    } catch (IOException e) { // one of the two has left, which the other sees
                        return;
                    } finally {
                        free.release();
                    }
                });
            }
        } catch (IOException e) {
            System.err.println("The program cannot be reached any longer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Node.js listens on the one or the other where it is told a name. */
    private static SocketChannel reach(SocketChannel outer, int port) throws IOException {
        for (String address : List.of("127.0.0.1", "::1")) {
            SocketChannel inner = SocketChannel.open();
            try {
                inner.connect(new InetSocketAddress(address, port));
                send(outer, "200\n");
                return inner;
            } catch (IOException | UnsupportedAddressTypeException e) {
                inner.close();
            }
        }
        send(outer, "502 " + listened() + "\n");
        throw new IOException("nothing listens on port " + port);
    }

    /** The ports on which anybody here listens, in order, as Linux tells. */
    private static String listened() throws IOException {
        TreeSet<Integer> ports = new TreeSet<>();
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            if (Files.isReadable(Path.of(table))) {
                for (String entry : Files.readAllLines(Path.of(table))) {
                    String[] fields = entry.strip().split("\\s+", -1);
                    if (fields.length > 3 && fields[3].equals(LISTENING)) {
                        ports.add(Integer.parseInt(fields[1].substring(fields[1].indexOf(':') + 1), 16));
                    }
                }
            }
        }
        return ports.stream().limit(MOST_TOLD).map(String::valueOf).collect(Collectors.joining(","));
    }

    private static void join(SocketChannel inner, SocketChannel outer) throws IOException {
        Thread back = Thread.ofVirtual().start(() -> {
            try {
                copy(inner, outer);
            } catch (IOException e) {
                end(outer);
            }
        });
        try {
            copy(outer, inner);
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(inner);
        }
    }

    /** What one says until it has no more to say; then the other is told. */
    private static void copy(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        while (from.read(buffer.clear()) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
        to.shutdownOutput();
    }

    private static void end(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("A connection did not close properly: " + e.getMessage());
        }
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
