package dev.mgx.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A TCP proxy on loopback that simulates network faults, for each direction separately. A new fault takes effect at
 * once, on open connections too. Small buffers, so that back pressure shows early. It can also break one connection in
 * the middle of an exchange, or refuse all. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int PIECE_BYTES = 8 * 1024;
    private static final int SYSTEM_BUFFER_BYTES = 16 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    /** How much of a client's first bytes is kept to identify its connection. */
    private static final int BEGINNING_BYTES = 2 * 1024;

    private final ServerSocket listener;
    private final int target;
    private final FaultyDirection toServer = new FaultyDirection();
    private final FaultyDirection toClient = new FaultyDirection();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Break> next = new AtomicReference<>(Break.NONE);
    private final Semaphore refused = new Semaphore(0);
    private volatile boolean refusing;
    private volatile boolean refusesAfterBreak;

    /** The part of an exchange that is lost when its connection is broken. */
    public enum Loss {
        NOTHING,
        /** The request does not arrive. */
        REQUEST,
        /** The request arrives, but its response does not. */
        ANSWER
    }

    /** @param words a text among the client's first bytes that identifies the connection */
    private record Break(String words, Loss loss) {
        private static final Break NONE = new Break("", Loss.NOTHING);
    }

    /** Listens on a free port and forwards connections to the local port {@code target}. */
    public TcpProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket();
            listener.setReceiveBufferSize(SYSTEM_BUFFER_BYTES);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("tcp-proxy").start(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The URL routed through this proxy. */
    public String through(String url) {
        return url.replace(":" + target + "/", ":" + port() + "/");
    }

    /** Sets the fault for data from clients. */
    public FaultyDirection toServer() {
        return toServer;
    }

    /** Sets the fault for data to clients. */
    public FaultyDirection toClient() {
        return toClient;
    }

    /** The number of open sockets, two for each connection. */
    public int openSockets() {
        return 2 * connections.size();
    }

    /** Breaks, at its next request, the connection whose client sent {@code words} when it connected. */
    public void breakAtNextRequest(String words, Loss loss) {
        next.set(new Break(words, loss));
    }

    /** Makes that break be followed by {@link #refuse}. */
    public void refuseAfterBreak() {
        refusesAfterBreak = true;
    }

    /** Breaks every connection; new ones can be made unless they are {@link #refuse refused}. */
    public void breakConnections() {
        connections.forEach(Connection::close);
    }

    /** Stalls the existing connections without breaking them. New ones can be opened. */
    public void hangConnections() {
        connections.forEach(connection -> connection.hung = true);
    }

    /** Breaks every connection and refuses new ones until {@link #admit}. */
    public void refuse() {
        refusing = true;
        breakConnections();
    }

    public void admit() {
        refusesAfterBreak = false;
        refusing = false;
    }

    /** Waits until a connection was refused. */
    public void awaitRefused() throws InterruptedException {
        if (!refused.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody tried to connect");
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (refusing) {
                    client.close();
                    refused.release();
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                // The proxy is closed, or nobody listens at the target now.
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket();
        Connection connection = new Connection(client, server);
        connections.add(connection);
        try {
            server.setReceiveBufferSize(SYSTEM_BUFFER_BYTES);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            for (Socket each : new Socket[] {client, server}) {
                each.setTcpNoDelay(true);
                each.setSendBufferSize(SYSTEM_BUFFER_BYTES);
            }
        } catch (IOException e) {
            connection.close();
            throw e;
        }
        Thread.ofVirtual().name("tcp-proxy-to-server").start(connection::passRequests);
        Thread.ofVirtual().name("tcp-proxy-to-client").start(connection::passAnswers);
        if (refusing) {
            connection.close(); // breakAll may have run before it was registered
        }
    }

    /** Whether these bytes are forwarded. */
    private interface Valve {
        boolean passes(byte[] bytes, int count);
    }

    /** A client's connection and the one to the server. */
    private final class Connection {
        private final Socket client;
        private final Socket server;
        private final StringBuilder beginning = new StringBuilder(); // for the thread of the requests
        private volatile boolean hung;
        private volatile boolean losesAnswer;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void passRequests() {
            pump(client, server, toServer, (bytes, count) -> {
                Loss loss = lossOfRequest(bytes, count);
                losesAnswer |= loss == Loss.ANSWER;
                return loss != Loss.REQUEST;
            });
        }

        void passAnswers() {
            pump(server, client, toClient, (bytes, count) -> !losesAnswer);
        }

        private Loss lossOfRequest(byte[] bytes, int count) {
            if (beginning.length() < BEGINNING_BYTES) {
                beginning.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            }
            Break now = Objects.requireNonNull(next.get());
            boolean meant = now.loss() != Loss.NOTHING && beginning.indexOf(now.words()) >= 0;
            if (!meant || !next.compareAndSet(now, Break.NONE)) {
                return Loss.NOTHING;
            }
            refusing = refusesAfterBreak;
            return now.loss();
        }

        private void pump(Socket from, Socket to, FaultyDirection direction, Valve valve) {
            try {
                InputStream in = from.getInputStream();
                byte[] piece = new byte[PIECE_BYTES];
                long passed = 0;
                direction.afterHole();
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    NetworkFault fault = direction.afterHole();
                    if (hung) {
                        continue;
                    }
                    if (!valve.passes(piece, count)) {
                        break;
                    }
                    passed += direction.pass(piece, count, to.getOutputStream(), fault, passed);
                    if (fault instanceof NetworkFault.Limit(long bytes) && passed >= bytes) {
                        break;
                    }
                    if (fault instanceof NetworkFault.Reset(long bytes) && passed >= bytes) {
                        from.setSoLinger(true, 0);
                        to.setSoLinger(true, 0);
                        break;
                    }
                }
            } catch (IOException | InterruptedException e) {
                // One side was closed, so close the other.
            } finally {
                if (!hung) {
                    close();
                }
            }
        }

        void close() {
            connections.remove(this);
            try (client;
                    server) {
                hung = false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        toServer.set(new NetworkFault.None());
        toClient.set(new NetworkFault.None());
        breakConnections();
    }
}
