package dev.mgx.bench.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/** One watcher's socket: takes frames apart, counts the events and sums their bytes up. Used by one thread. */
final class WatcherSocket {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
    /** Where messages of events and of errors differ in their type: {@code "ev…"} and {@code "er…"}. */
    private static final int TYPE_AT = 9;

    private final int number;
    private final SocketChannel channel;
    private final CRC32C sum = new CRC32C();
    private byte[] rest = new byte[0];
    private boolean greeted;
    private boolean over;
    private final AtomicInteger events = new AtomicInteger();
    private final AtomicInteger others = new AtomicInteger();

    /** Is told when events have been read. */
    interface Listener {
        /** Those after the first {@code before}; there are {@code now}. */
        void received(int watcher, int before, int now);
    }

    WatcherSocket(int number, int port, String path) throws IOException {
        this.number = number;
        channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ByteBuffer hello = ServerFrames.hello(path);
        while (hello.hasRemaining()) {
            channel.write(hello);
        }
        channel.configureBlocking(false);
    }

    SocketChannel channel() {
        return channel;
    }

    boolean greeted() {
        return greeted;
    }

    /** How many messages it has got, events and others. */
    int messages() {
        return events.get() + others.get();
    }

    int events() {
        return events.get();
    }

    /** The checksum of all frames of events. */
    long sum() {
        return sum.getValue();
    }

    /** Reads what has come into {@code buffer}, which is shared. */
    void read(ByteBuffer buffer, Listener listener) throws IOException {
        if (over) {
            return;
        }
        buffer.clear().put(rest);
        if (channel.read(buffer) < 0) {
            throw new IllegalStateException("the server closed after %d events".formatted(events.get()));
        }
        buffer.flip();
        if (!greeted) {
            greet(buffer);
        }
        int before = events.get();
        take(buffer);
        rest = new byte[buffer.remaining()];
        buffer.get(rest);
        if (events.get() > before) {
            listener.received(number, before, events.get());
        }
    }

    /** Skips the server's answer to the handshake. */
    private void greet(ByteBuffer buffer) {
        for (int i = buffer.position() + 3; i < buffer.limit(); i++) {
            if (buffer.get(i) == '\n' && buffer.get(i - 2) == '\n') {
                greeted = true;
                buffer.position(i + 1);
                return;
            }
        }
    }

    private void take(ByteBuffer buffer) throws IOException {
        int from = buffer.position(); // frames of events side by side are summed up at once
        int count = 0;
        while (greeted && !over && buffer.remaining() >= 2) {
            int start = buffer.position();
            int length = buffer.get(start + 1);
            int head = length < 126 ? 2 : length == 126 ? 4 : 10;
            if (buffer.remaining() < head) {
                break;
            }
            length = length < 126
                    ? length
                    : length == 126 ? buffer.getShort(start + 2) & 0xFFFF : (int) buffer.getLong(start + 2);
            if (buffer.remaining() < head + length) {
                requireRoom(buffer, head + length);
                break;
            }
            int opcode = buffer.get(start) & 0xF;
            if (opcode == TEXT && isEvent(buffer, start + head, length)) {
                count++;
            } else {
                add(buffer, from, start);
                from = start + head + length;
                control(opcode);
            }
            buffer.position(start + head + length);
        }
        add(buffer, from, buffer.position());
        events.addAndGet(count);
    }

    private static void requireRoom(ByteBuffer buffer, int frame) {
        if (frame > buffer.capacity()) {
            throw new IllegalStateException("a frame of %d bytes".formatted(frame));
        }
    }

    private static boolean isEvent(ByteBuffer buffer, int payload, int length) {
        return length > TYPE_AT + 1 && buffer.get(payload + TYPE_AT) == 'e' && buffer.get(payload + TYPE_AT + 1) == 'v';
    }

    private void control(int opcode) throws IOException {
        if (opcode == PING) {
            channel.write(ByteBuffer.wrap(PONG));
        }
        if (opcode == TEXT) {
            others.incrementAndGet();
        }
        over = opcode == CLOSE;
    }

    private void add(ByteBuffer buffer, int from, int to) {
        if (to > from) {
            sum.update(buffer.slice(from, to - from));
        }
    }
}
