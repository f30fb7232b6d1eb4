package dev.mgx.server.ws;

import dev.mgx.stream.EventFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A WebSocket's Netty channel. Unlike the web library's API it can write many messages with one flush, count the bytes
 * that the peer has not read yet, and reset a connection whose peer does not answer. Used on the connection's event
 * loop only.
 */
final class WebSocketChannel implements Sink {
    /** Bytes that may wait in memory for one peer; a batch may exceed it. */
    private static final long WINDOW_BYTES = 64 * 1024;

    /**
     * The kernel's send buffer for one peer. The kernel reports a socket writable again when a third of it is free, so
     * with a big buffer a slow reader would look stalled.
     */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final ChannelHandlerContext channel;
    private final Runnable onRoom;
    private long waitingBytes;
    private long flushedBytes;
    private long messages;

    private WebSocketChannel(ChannelHandlerContext channel, Runnable onRoom) {
        this.channel = channel;
        this.onRoom = onRoom;
    }

    /** Whether the peer disconnected during the handshake. On the socket's event loop. */
    static boolean isGone(ServerWebSocket socket) {
        return !((WebSocketInternal) socket).channelHandlerContext().channel().isActive();
    }

    /**
     * The channel of a socket that was just accepted and is not gone.
     *
     * @param onRoom is called when there is room again, and when no bytes are waiting any more
     */
    static WebSocketChannel of(ServerWebSocket socket, FrameFilter.Listener listener, Runnable onRoom) {
        ChannelHandlerContext channel = ((WebSocketInternal) socket).channelHandlerContext();
        channel.channel().config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        channel.pipeline().addBefore(channel.name(), "frame-filter", new FrameFilter(listener));
        return new WebSocketChannel(channel, onRoom);
    }

    /**
     * Copies the frames into one buffer, those that lie side by side at once, and writes it past the frame encoder. A copy
     * is cheaper than counting who holds which segment, and a peer that does not read holds none.
     */
    @Override
    public void events(List<EventFrame> events) {
        ByteBuf frames = channel.alloc().directBuffer(bytes(events));
        int next = 0;
        while (next < events.size()) {
            EventFrame first = events.get(next);
            EventFrame last = first;
            next++;
            while (next < events.size() && events.get(next).follows(last)) {
                last = events.get(next);
                next++;
            }
            frames.writeBytes(first.segment(), first.from(), last.to() - first.from());
        }
        messages += events.size();
        write(frames, frames.readableBytes());
    }

    private static int bytes(List<EventFrame> events) {
        int bytes = 0;
        for (EventFrame event : events) {
            bytes += event.size();
        }
        return bytes;
    }

    @Override
    public void state(byte[] json) {
        write(opening("state"), json);
    }

    /** Takes a message of any type that is made for this peer alone. */
    void message(String type, String json) {
        write(opening(type), json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] opening(String type) {
        return ("{\"type\":\"" + type + "\",\"data\":").getBytes(StandardCharsets.US_ASCII);
    }

    private void write(byte[] opening, byte[] json) {
        ByteBuf text = channel.alloc().buffer(opening.length + json.length + 1);
        text.writeBytes(opening).writeBytes(json).writeByte('}');
        messages++;
        write(new TextWebSocketFrame(text), text.readableBytes());
    }

    private void write(Object message, int bytes) {
        waitingBytes += bytes;
        channel.write(message).addListener(written -> flushed(bytes));
    }

    private void flushed(int bytes) {
        boolean wasFull = !hasRoom();
        waitingBytes -= bytes;
        flushedBytes += bytes;
        if (waitingBytes == 0 || (wasFull && hasRoom())) {
            onRoom.run();
        }
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean hasRoom() {
        return waitingBytes < WINDOW_BYTES;
    }

    /** The thread of the connection. */
    Executor eventLoop() {
        return channel.executor();
    }

    boolean isEmpty() {
        return waitingBytes == 0;
    }

    /** The number of messages queued so far. */
    long messages() {
        return messages;
    }

    /** A counter that changes whenever the socket has accepted bytes, even part of a message. */
    long progress() {
        ChannelOutboundBuffer buffer = channel.channel().unsafe().outboundBuffer();
        return flushedBytes + (buffer == null ? 0 : buffer.currentProgress());
    }

    void ping() {
        channel.writeAndFlush(new PingWebSocketFrame()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /**
     * Sends a close frame for malformed input and shuts down the output. The peer, which may still be sending, closes
     * the connection, or later {@link #end} does.
     */
    void failed(CorruptedWebSocketFrameException wrong) {
        channel.writeAndFlush(new CloseWebSocketFrame(wrong.closeStatus(), wrong.getMessage()))
                .addListener((ChannelFutureListener) written -> {
                    if (written.isSuccess() && written.channel() instanceof DuplexChannel half) {
                        half.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                    }
                });
    }

    /**
     * Closes the connection without waiting for the peer.
     *
     * @param reset discard unsent bytes; otherwise the kernel keeps delivering them
     */
    void end(boolean reset) {
        if (reset) {
            channel.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
