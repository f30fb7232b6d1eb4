package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.Connection;
import dev.mgx.sandbox.Egress;
import dev.mgx.sandbox.Ingress;
import dev.mgx.sandbox.StaleSockets;
import dev.mgx.sandbox.relay.SandboxRelay;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outer end of a {@link Connection}: a folder with a Unix socket and the program of {@link SandboxRelay}, for one execution.
 * Its name cannot be guessed, and other users cannot list it; the user that the program runs as can pass through.
 * Closing ends all requests in progress. Thread-safe.
 */
final class RelaySocket implements AutoCloseable {
    /** Package managers keep some fifteen connections open. */
    private static final int MOST_CONNECTIONS = 64;

    private static final String SOCKET = StaleSockets.SOCKET;
    private static final String CLASS_FILE = SandboxRelay.class.getName().replace('.', '/') + ".class";

    /** Starts quickly and stays small. */
    private static final List<String> JAVA =
            List.of("java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m");

    private static final Logger log = LoggerFactory.getLogger(RelaySocket.class);

    private final PrivateFolder folder;
    private final Connection connection;
    private final ServerSocketChannel socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);

    private RelaySocket(PrivateFolder folder, Connection connection, ServerSocketChannel socket) {
        this.folder = folder;
        this.connection = connection;
        this.socket = socket;
    }

    /** Null for a program without a connection. */
    static @Nullable RelaySocket open(@Nullable Connection connection) throws IOException {
        if (connection == null) {
            return null;
        }
        PrivateFolder folder = PrivateFolder.create();
        try {
            Path program = folder.path().resolve(CLASS_FILE);
            Files.createDirectories(program.getParent());
            try (InputStream in = SandboxRelay.class.getResourceAsStream("/" + CLASS_FILE)) {
                if (in == null) {
                    throw new IOException("the program has no " + CLASS_FILE);
                }
                Files.copy(in, program);
            }
            ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            socket.bind(UnixDomainSocketAddress.of(folder.path().resolve(SOCKET)));
            openToPassers(folder.path());
            RelaySocket egress = new RelaySocket(folder, connection, socket);
            egress.threads.execute(egress::accept);
            return egress;
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Whoever knows the name of the folder can use what is in it. */
    private static void openToPassers(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path each : all.toList()) {
                String mode = each.equals(folder)
                        ? "rwx--x--x"
                        : Files.isDirectory(each) ? "rwxr-xr-x" : each.endsWith(SOCKET) ? "rw-rw-rw-" : "rw-r--r--";
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString(mode));
            }
        }
    }

    Path folder() {
        return folder.path();
    }

    /** The command that runs {@code program} behind the relay, with the folder at {@code place} inside. */
    List<String> behind(String place, List<String> program) {
        List<String> argv = new ArrayList<>(JAVA);
        Ingress ingress = connection.ingress();
        argv.addAll(List.of("-cp", place, SandboxRelay.class.getName(), place + "/" + SOCKET));
        argv.add(Egress.URL_VARIABLE);
        argv.add(ingress == null ? "" : Ingress.PORT_VARIABLE + "=" + ingress.port());
        for (Map.Entry<String, String> result : connection.results().entrySet()) {
            argv.add(result.getKey() + "=" + result.getValue());
        }
        argv.add("--");
        argv.addAll(program);
        return argv;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = socket.accept();
                open.removeIf(each -> !each.isOpen());
                open.add(channel);
                threads.execute(() -> serve(channel));
            }
        } catch (IOException e) {
            log.debug("No more connections to {}", folder.path(), e);
        }
    }

    private void serve(SocketChannel channel) {
        boolean kept = false;
        try {
            InputStream in = Channels.newInputStream(channel);
            String request = SandboxRelay.line(in);
            kept = isKept(request, channel);
            if (!kept) {
                free.acquire();
                try {
                    answer(request.split(" ", -1), in, Channels.newOutputStream(channel));
                } finally {
                    free.release();
                }
            }
        } catch (IOException | RuntimeException e) { // the program's request, and so its fault until shown otherwise
            log.info("A request from inside the sandbox failed: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!kept) {
                close(channel);
                open.remove(channel);
            }
        }
    }

    /** Whether the connection waits for somebody who wants to reach the program's port, or to stop it. */
    private boolean isKept(String request, SocketChannel channel) {
        Ingress ingress = connection.ingress();
        if (ingress == null) {
            return false;
        }
        return switch (request) {
            case "OPEN" -> ingress.offer(channel);
            case "CONTROL" -> ingress.control(channel);
            default -> false;
        };
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("A connection from inside the sandbox did not close properly", e);
        }
    }

    private void answer(String[] request, InputStream in, OutputStream out) throws IOException, InterruptedException {
        if (request.length == 3 && request[0].equals("GET") && request[1].startsWith("/")) {
            Egress.Answer answer = connection.egress().get(request[1], request[2]);
            try (InputStream body = answer.body()) {
                say(out, "%d %d %s\n".formatted(answer.status(), answer.length(), answer.contentType()));
                body.transferTo(out);
            }
        } else if (request.length == 2
                && request[0].equals("PUT")
                && connection.results().containsKey(request[1])) {
            connection.egress().receive(request[1], new ChunkedInput(in));
            say(out, "200\n");
        } else {
            throw new IOException("not a request: " + String.join(" ", request));
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.US_ASCII));
    }

    /** Waits until the requests in progress have ended, which closing their connections brings about. */
    @Override
    public void close() {
        if (connection.ingress() != null) {
            connection.ingress().close();
        }
        try {
            socket.close();
        } catch (IOException e) {
            log.warn("The socket in {} did not close properly", folder.path(), e);
        }
        open.forEach(RelaySocket::close);
        threads.shutdownNow();
        threads.close();
        folder.close();
    }
}
