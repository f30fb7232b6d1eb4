package dev.mgx.bench.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes the same bytes to as many sockets and knows nothing else: what the machine can do. One thread. */
final class RawBytes implements AutoCloseable {
    private static final int WRITE_BYTES = 64 * 1024;

    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final List<SocketChannel> sockets = new ArrayList<>();

    RawBytes() throws IOException {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    }

    int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    /** Accepts this many and answers their handshakes, on a thread of its own. */
    Thread accept(int count) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    SocketChannel socket = listening.accept();
                    socket.read(ByteBuffer.allocate(8_192)); // a hello, which comes whole
                    socket.write(ByteBuffer.wrap(ServerFrames.HANDSHAKE.getBytes(StandardCharsets.US_ASCII)));
                    socket.configureBlocking(false);
                    sockets.add(socket);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Writes all of {@code bytes} to everybody. */
    void write(ByteBuffer bytes) throws IOException {
        try (Selector selector = Selector.open()) {
            for (SocketChannel socket : sockets) {
                socket.register(selector, SelectionKey.OP_WRITE, bytes.duplicate());
            }
            int[] left = {sockets.size()};
            while (left[0] > 0) {
                selector.select(key -> left[0] -= write(key));
            }
        }
    }

    /** Closes everybody's socket. */
    void disconnect() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** Writes a piece; returns 1 when it was the last. */
    private static int write(SelectionKey key) {
        ByteBuffer rest = (ByteBuffer) key.attachment();
        try {
            ByteBuffer piece = rest.slice(rest.position(), Math.min(WRITE_BYTES, rest.remaining()));
            rest.position(rest.position() + ((SocketChannel) key.channel()).write(piece));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rest.hasRemaining()) {
            return 0;
        }
        key.cancel();
        return 1;
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
