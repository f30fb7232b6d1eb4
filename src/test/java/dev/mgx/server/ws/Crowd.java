package dev.mgx.server.ws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Many watchers of one task on one thread. Each answers pings and the close, and remembers its last event. Run as a
 * program, it prints when all of them are connected, were pinged, received an event and were closed, so that the two
 * ends use the file descriptors of different processes.
 */
final class Crowd implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 120;

    private final List<CrowdMember> members = new ArrayList<>();
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocate(256 * 1024);
    private volatile boolean over;

    private Crowd(int port, String taskId, List<Integer> positions) throws IOException {
        selector = Selector.open();
        for (int position : positions) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            ByteBuffer hello = ByteBuffer.wrap("""
                    GET /ws/tasks/%s?version=2&start=false&since_event_id=%d HTTP/1.1\r
                    Host: 127.0.0.1\r
                    Upgrade: websocket\r
                    Connection: Upgrade\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                    \r
                    """.formatted(taskId, position).getBytes(StandardCharsets.US_ASCII));
            while (hello.hasRemaining()) {
                channel.write(hello);
            }
            channel.configureBlocking(false);
            CrowdMember member = new CrowdMember(channel, position);
            channel.register(selector, SelectionKey.OP_READ, member);
            members.add(member);
        }
        thread = Thread.ofPlatform().name("crowd").daemon().start(this::read);
    }

    /** Connects one watcher for each position, all at once. */
    static Crowd of(int port, String taskId, List<Integer> positions) throws IOException {
        return new Crowd(port, taskId, positions);
    }

    private void read() {
        try {
            while (!over) {
                selector.select(100);
                for (SelectionKey key : selector.selectedKeys()) {
                    read((CrowdMember) key.attachment());
                }
                selector.selectedKeys().clear();
                synchronized (this) {
                    notifyAll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(CrowdMember member) throws IOException {
        buffer.clear();
        if (!member.read(buffer)) {
            member.leave();
        }
    }

    /** Waits until all watchers satisfy a condition. */
    synchronized void await(String what, Predicate<CrowdMember> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!members.stream().allMatch(wanted)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("not everybody is %s: %s"
                        .formatted(
                                what,
                                members.stream()
                                        .filter(wanted.negate())
                                        .limit(5)
                                        .toList()));
            }
            wait(left);
        }
    }

    List<CrowdMember> members() {
        return List.copyOf(members);
    }

    @Override
    public void close() throws IOException {
        over = true;
        selector.wakeup();
        boolean interrupted = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
        } catch (InterruptedException e) {
            interrupted = true;
        }
        for (CrowdMember member : members) {
            member.leave();
        }
        selector.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Arguments: port, task ID, number of watchers. Exits when all were closed. */
    public static void main(String[] args) throws Exception {
        try (Crowd crowd = of(Integer.parseInt(args[0]), args[1], Collections.nCopies(Integer.parseInt(args[2]), 0))) {
            crowd.await("connected", CrowdMember::isConnected);
            System.out.println("connected");
            crowd.await("pinged", member -> member.pings() >= 2);
            System.out.println("pinged");
            crowd.await("told", member -> member.lastEvent() >= 2);
            System.out.println("told");
            crowd.await("closed", member -> member.closeCode() != 0);
            System.out.println("closed "
                    + crowd.members().stream()
                            .filter(CrowdMember::sawEverything)
                            .count());
        }
    }
}
