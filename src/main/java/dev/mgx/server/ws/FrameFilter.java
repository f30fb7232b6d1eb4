package dev.mgx.server.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * A handler between the frame decoder and the web library. It reports received bytes and decoding errors, rejects close
 * codes that a client may not send, and holds back pings while the channel is not writable, so that a peer that pings
 * without reading costs no memory. Used on the connection's event loop only.
 */
final class FrameFilter extends ChannelInboundHandlerAdapter {
    private final Listener listener;
    private @Nullable PingWebSocketFrame pendingPing;

    /** Listens to incoming data. */
    interface Listener {
        /** Bytes were received, valid or not. */
        void received();

        /** Malformed data was received; nothing after it can be decoded. */
        void corrupted(CorruptedWebSocketFrameException wrong);

        /** Whether the server has said that it closes: a client's answer may then repeat the server's own code. */
        boolean isClosing();
    }

    FrameFilter(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        listener.received();
        if (message instanceof CloseWebSocketFrame close
                && !listener.isClosing()
                && !mayBeSentByClient(close.statusCode())) {
            int code = close.statusCode();
            close.release();
            listener.corrupted(new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "close code " + code + " must not be sent by a client"));
            return;
        }
        if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
            // RFC 6455, 5.5.3: of several pings only the last has to be answered.
            release();
            pendingPing = ping;
            return;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        listener.received(); // part of a frame counts as activity too
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        PingWebSocketFrame ping = pendingPing;
        if (ping != null && context.channel().isWritable()) {
            pendingPing = null;
            context.fireChannelRead(ping);
            context.fireChannelReadComplete();
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release();
        context.fireChannelInactive();
    }

    /**
     * Whether a client may send this code (RFC 6455, 7.4); a frame without one counts as -1. 1012 to 1014 are for
     * servers (restart, overload, bad gateway; IANA's registry of close codes), 1004 to 1006 and 1015 are never sent,
     * 1016 to 2999 are reserved, and codes end at 4999.
     */
    private static boolean mayBeSentByClient(int code) {
        return code == -1
                || (code >= 1000 && code <= 1003)
                || (code >= 1007 && code <= 1011)
                || (code >= 3000 && code <= 4999);
    }

    private void release() {
        if (pendingPing != null) {
            pendingPing.release();
            pendingPing = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        if (thrown instanceof CorruptedWebSocketFrameException wrong) {
            listener.corrupted(wrong);
        } else {
            context.fireExceptionCaught(thrown);
        }
    }
}
