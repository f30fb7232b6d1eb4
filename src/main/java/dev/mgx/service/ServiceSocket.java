package dev.mgx.service;

import dev.mgx.sandbox.StaleSockets;
import dev.mgx.time.MonotonicClock;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix socket in a folder that only the server's user can enter, each connection to which is joined to one of a service.
 * Thread-safe.
 */
final class ServiceSocket implements AutoCloseable {
    /** A browser opens six, and WebSockets besides. */
    private static final int MOST_CONNECTIONS = 64;

    private static final int BUFFER = 16 * 1024;

    private static final Logger log = LoggerFactory.getLogger(ServiceSocket.class);

    private final Path folder;
    private final ServerSocketChannel server;
    private final Connector connector;
    private final MonotonicClock monotonic;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private volatile long lastUsed;

    /** Opens connections to the service. */
    interface Connector {
        SocketChannel connect() throws IOException, InterruptedException;
    }

    private ServiceSocket(Path folder, ServerSocketChannel server, Connector connector, MonotonicClock monotonic) {
        this.folder = folder;
        this.server = server;
        this.connector = connector;
        this.monotonic = monotonic;
        lastUsed = monotonic.nanoTime();
    }

    static ServiceSocket open(Connector connector, MonotonicClock monotonic) throws IOException {
        Path folder = Files.createTempDirectory(StaleSockets.SERVICE);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(folder.resolve(StaleSockets.SOCKET)));
        ServiceSocket socket = new ServiceSocket(folder, server, connector, monotonic);
        socket.threads.execute(socket::accept);
        return socket;
    }

    Path path() {
        return folder.resolve(StaleSockets.SOCKET);
    }

    /** For how long nobody was connected. */
    Duration idle() {
        return open.isEmpty() ? Duration.ofNanos(monotonic.nanoTime() - lastUsed) : Duration.ZERO;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel outer = server.accept();
                threads.execute(() -> serve(outer));
            }
        } catch (IOException e) {
            log.debug("No more connections to {}", folder, e);
        }
    }

    private void serve(SocketChannel outer) {
        open.add(outer);
        try {
            free.acquire();
            try (outer;
                    SocketChannel inner = connector.connect()) {
                open.add(inner);
                try {
                    join(outer, inner);
                } finally {
                    open.remove(inner);
                }
            } finally {
                free.release();
            }
        } catch (IOException e) { // the service's fault, or its user has left: both see it by the end of the connection
            log.debug("A connection to a service failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(outer);
            lastUsed = monotonic.nanoTime();
            open.remove(outer);
        }
    }

    private void join(SocketChannel outer, SocketChannel inner) throws IOException, InterruptedException {
        Thread back = Thread.ofVirtual().start(() -> {
            try {
                copy(inner, outer);
            } catch (IOException e) {
                close(outer);
            }
        });
        try {
            copy(outer, inner);
            back.join();
        } finally {
            close(inner);
        }
    }

    /** What one says until it has no more to say; then the other is told. */
    private static void copy(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (from.read(buffer.clear()) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
        to.shutdownOutput();
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("A connection to a service did not close properly", e);
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        try {
            server.close();
            open.forEach(ServiceSocket::close);
            threads.shutdownNow();
            threads.close();
            Files.deleteIfExists(path());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            log.warn("Could not delete the folder {}", folder, e);
        }
    }
}
