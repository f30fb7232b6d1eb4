package dev.mgx.server.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the decoder of frames and the web library: notes every sign of life, takes the errors of the
 * decoder, refuses the close codes that are not a client's, and holds back pings while their pongs could not be sent,
 * so that a peer that asks and does not read costs nothing. Used on the connection's event loop only.
 */
final class FrameFilter extends ChannelInboundHandlerAdapter {
    private final Listener listener;
    private @Nullable PingWebSocketFrame heldBack;

    /** Is told what comes in. */
    interface Listener {
        /** Bytes came in, whatever they are. */
        void received();

        /** Bytes came in that are no frame of a client; nothing that comes after them is one. */
        void corrupted(CorruptedWebSocketFrameException wrong);
    }

    FrameFilter(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        listener.received();
        if (message instanceof CloseWebSocketFrame close && !isAClients(close.statusCode())) {
            int code = close.statusCode();
            close.release();
            listener.corrupted(new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "close code " + code + " is not a client's to send"));
            return;
        }
        if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
            // RFC 6455, 5.5.3: of several pings only the last has to be answered.
            release();
            heldBack = ping;
            return;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        listener.received(); // part of a frame is a sign of life too
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        PingWebSocketFrame ping = heldBack;
        if (ping != null && context.channel().isWritable()) {
            heldBack = null;
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
     * Whether a client may send this code (RFC 6455, 7.4); a frame without one counts as -1. 1012 to 1014 tell of a
     * restart, an overload and a wrong answer of a server behind a gateway (IANA's registry of close codes), 1004 to 1006
     * and 1015 are never sent, 1016 to 2999 are for protocols to come, and from 5000 on there are none.
     */
    private static boolean isAClients(int code) {
        return code == -1
                || (code >= 1000 && code <= 1003)
                || (code >= 1007 && code <= 1011)
                || (code >= 3000 && code <= 4999);
    }

    private void release() {
        if (heldBack != null) {
            heldBack.release();
            heldBack = null;
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
