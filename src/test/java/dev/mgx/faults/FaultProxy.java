package dev.mgx.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy on loopback that does to connections what networks do, each direction for itself. A new fault
 * takes hold at once, of open connections too. Its buffers are small, so that who does not read is felt soon.
 * Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int PIECE_BYTES = 8 * 1024;
    private static final int SYSTEM_BUFFER_BYTES = 16 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket door;
    private final int target;
    private final Direction toServer = new Direction();
    private final Direction toClient = new Direction();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Listens on a free port and passes connections on to {@code target}, a port of this machine. */
    public FaultProxy(int target) throws IOException {
        this.target = target;
        door = new ServerSocket();
        door.setReceiveBufferSize(SYSTEM_BUFFER_BYTES);
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().name("fault-proxy").start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** What happens to what clients send. */
    public Direction toServer() {
        return toServer;
    }

    /** What happens to what clients are sent. */
    public Direction toClient() {
        return toClient;
    }

    /** How many sockets are open, two for each connection. */
    public int openSockets() {
        return open.size();
    }

    /** The fault of one direction. */
    public static final class Direction {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private NetworkFault fault = new NetworkFault.None();

        public void set(NetworkFault next) {
            lock.lock();
            try {
                fault = next;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** The fault in force; waits while it is a black hole. */
        private NetworkFault afterHole() throws InterruptedException {
            lock.lock();
            try {
                while (fault instanceof NetworkFault.BlackHole) {
                    changed.await();
                }
                return fault;
            } finally {
                lock.unlock();
            }
        }

        /** Waits so long, or until there is another fault. */
        private void pause(Duration duration) throws InterruptedException {
            lock.lock();
            try {
                NetworkFault before = fault;
                long left = duration.toNanos();
                while (left > 0 && fault.equals(before)) {
                    left = changed.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = keep(door.accept());
                Socket server = keep(new Socket());
                server.setReceiveBufferSize(SYSTEM_BUFFER_BYTES);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
                Thread.ofVirtual().start(() -> pump(client, server, toServer));
                Thread.ofVirtual().start(() -> pump(server, client, toClient));
            } catch (IOException e) {
                return; // closed, or nobody is there
            }
        }
    }

    private Socket keep(Socket socket) throws SocketException {
        socket.setTcpNoDelay(true);
        socket.setSendBufferSize(SYSTEM_BUFFER_BYTES);
        open.add(socket);
        return socket;
    }

    private void pump(Socket from, Socket to, Direction direction) {
        try {
            InputStream in = from.getInputStream();
            byte[] piece = new byte[PIECE_BYTES];
            long passed = 0;
            direction.afterHole();
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                NetworkFault fault = direction.afterHole();
                passed += pass(piece, count, to, fault, passed, direction);
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
            // One side has gone: then the other goes as well.
        } finally {
            end(from);
            end(to);
        }
    }

    /** Passes a piece on as the fault has it; answers how much of it. */
    private static int pass(byte[] piece, int count, Socket to, NetworkFault fault, long passed, Direction direction)
            throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        switch (fault) {
            case NetworkFault.None(), NetworkFault.BlackHole() -> out.write(piece, 0, count);
            case NetworkFault.Latency(Duration delay) -> {
                direction.pause(delay);
                out.write(piece, 0, count);
            }
            case NetworkFault.Bandwidth(int bytesPerSecond) -> {
                out.write(piece, 0, count);
                direction.pause(Duration.ofNanos(TimeUnit.SECONDS.toNanos(count) / bytesPerSecond));
            }
            case NetworkFault.Slicer(int bytes) -> {
                for (int at = 0; at < count; at += bytes) {
                    out.write(piece, at, Math.min(bytes, count - at));
                    out.flush();
                }
            }
            case NetworkFault.Limit(long bytes) -> {
                return write(piece, Math.min(count, bytes - passed), out);
            }
            case NetworkFault.Reset(long bytes) -> {
                return write(piece, Math.min(count, bytes - passed), out);
            }
        }
        return count;
    }

    private static int write(byte[] piece, long count, OutputStream out) throws IOException {
        int whole = Math.toIntExact(Math.max(0, count));
        out.write(piece, 0, whole);
        return whole;
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        toServer.set(new NetworkFault.None());
        toClient.set(new NetworkFault.None());
        open.forEach(this::end);
    }
}
