package dev.mgx.server.ws;

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

/**
 * One WebSocket's connection from below: it writes many messages with one flush, knows how many bytes
 * the peer has not taken yet, and can end a connection whose peer does not answer. The web library above
 * offers none of this. Used on the connection's event loop only.
 */
final class WebSocketChannel implements Sink {
    /** What may wait in our memory for one peer, plus what is taken at a time. */
    private static final long WINDOW_BYTES = 64 * 1024;

    /**
     * The system's buffer for one peer. The system says that it takes bytes again when a third of it is free,
     * so a big one would make a slow reader look like one that has stopped.
     */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private static final byte[] EVENT = opening("event");
    private static final byte[] STATE = opening("state");

    private final ChannelHandlerContext channel;
    private final Runnable onRoom;
    private long waitingBytes;
    private long takenBytes;
    private long messages;

    private WebSocketChannel(ChannelHandlerContext channel, Runnable onRoom) {
        this.channel = channel;
        this.onRoom = onRoom;
    }

    /** Whether the other side went away while it was being let in. On the socket's event loop. */
    static boolean isGone(ServerWebSocket socket) {
        return !((WebSocketInternal) socket).channelHandlerContext().channel().isActive();
    }

    /**
     * The wire of a socket that was just accepted and is not gone.
     *
     * @param onRoom is called when there is room after there was none, and when nothing waits any more
     */
    static WebSocketChannel of(ServerWebSocket socket, FrameFilter.Listener listener, Runnable onRoom) {
        ChannelHandlerContext channel = ((WebSocketInternal) socket).channelHandlerContext();
        channel.channel().config().setOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES);
        channel.pipeline().addBefore(channel.name(), "wire-tap", new FrameFilter(listener));
        return new WebSocketChannel(channel, onRoom);
    }

    @Override
    public void event(byte[] json) {
        write(EVENT, json);
    }

    @Override
    public void state(byte[] json) {
        write(STATE, json);
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
        int bytes = text.readableBytes();
        waitingBytes += bytes;
        messages++;
        channel.write(new TextWebSocketFrame(text)).addListener(written -> taken(bytes));
    }

    private void taken(int bytes) {
        boolean wasFull = !hasRoom();
        waitingBytes -= bytes;
        takenBytes += bytes;
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

    boolean isEmpty() {
        return waitingBytes == 0;
    }

    /** How many messages were handed in. */
    long messages() {
        return messages;
    }

    /** A number that has changed when the peer has taken anything at all, be it a part of a message. */
    long progress() {
        ChannelOutboundBuffer buffer = channel.channel().unsafe().outboundBuffer();
        return takenBytes + (buffer == null ? 0 : buffer.currentProgress());
    }

    void ping() {
        channel.writeAndFlush(new PingWebSocketFrame()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /**
     * Says what was wrong with bytes that were no WebSocket frames, and nothing more. The connection is
     * closed by the peer, which may still be sending, or later by {@link #end}.
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
     * Ends the connection without the peer.
     *
     * @param reset throw away what it has not taken; otherwise the system goes on delivering what it holds
     */
    void end(boolean reset) {
        if (reset) {
            channel.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
