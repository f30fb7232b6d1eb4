package dev.mgx.bench.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Many watchers on one thread, which costs little beside what a server does. */
final class Watchers implements AutoCloseable {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final int BUFFER_BYTES = 1024 * 1024;

    private final List<WatcherSocket> sockets = new ArrayList<>();
    private final Selector selector = Selector.open();
    private final WatcherSocket.Listener listener;
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    private Watchers(int port, List<String> paths, WatcherSocket.Listener listener) throws IOException {
        this.listener = listener;
        for (String path : paths) {
            WatcherSocket socket = new WatcherSocket(sockets.size(), port, path);
            socket.channel().register(selector, SelectionKey.OP_READ, socket);
            sockets.add(socket);
        }
        thread = Thread.ofPlatform().name("watchers").daemon().start(this::read);
    }

    /** Connects a watcher for each path; all of them are watching when this returns. */
    static Watchers connect(int port, List<String> paths) throws IOException, InterruptedException {
        return connect(port, paths, (watcher, before, now) -> {});
    }

    /** The same with a listener, which is called by the one thread of all. */
    static Watchers connect(int port, List<String> paths, WatcherSocket.Listener listener)
            throws IOException, InterruptedException {
        Watchers watchers = new Watchers(port, paths, listener);
        watchers.await("connected", WatcherSocket::greeted);
        return watchers;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (!closed) {
                selector.select(key -> take(key, buffer), 100);
                synchronized (this) {
                    notifyAll();
                }
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    private void take(SelectionKey key, ByteBuffer buffer) {
        try {
            ((WatcherSocket) key.attachment()).read(buffer, listener);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until each has this many events. */
    void awaitEvents(int each) throws InterruptedException {
        await("served", socket -> socket.events() >= each);
    }

    /** Waits until each has got this many messages of any kind. */
    void awaitMessages(int each) throws InterruptedException {
        await("greeted", socket -> socket.messages() >= each);
    }

    /** Lets them answer pings for this long. */
    synchronized void runFor(long millis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
        if (failure != null) {
            throw new IllegalStateException("the watchers failed", failure);
        }
    }

    int size() {
        return sockets.size();
    }

    private synchronized void await(String what, Predicate<WatcherSocket> wanted) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        int next = 0;
        while (next < sockets.size()) {
            if (wanted.test(sockets.get(next))) {
                next++;
                continue;
            }
            if (failure != null) {
                throw new IllegalStateException("the watchers failed", failure);
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("watcher %d is not %s; it has %d events"
                        .formatted(next, what, sockets.get(next).events()));
            }
            wait(100);
        }
    }

    /** Requires that each has received exactly these events, byte for byte in this order. */
    void check(int events, List<Long> sums) {
        for (int i = 0; i < sockets.size(); i++) {
            WatcherSocket socket = sockets.get(i);
            if (socket.events() != events || socket.sum() != sums.get(i)) {
                throw new IllegalStateException("watcher %d has %d events of %d, and their bytes are %s"
                        .formatted(i, socket.events(), events, socket.sum() == sums.get(i) ? "right" : "wrong"));
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        boolean interrupted = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        for (WatcherSocket socket : sockets) {
            socket.channel().close();
        }
        selector.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
