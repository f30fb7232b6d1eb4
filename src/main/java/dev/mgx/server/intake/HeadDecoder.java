package dev.mgx.server.intake;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Decodes requests as the web library does, but takes no header that goes on in another line (obs-fold): a proxy may
 * read it as a header of its own, and then the two disagree about where a request ends (RFC 9112, 5.2).
 */
final class HeadDecoder extends VertxHttpRequestDecoder {
    private boolean inHead = true;
    /** Whether a line of the head was decoded, so that what comes next begins a line. */
    private boolean begun;

    private boolean refused;

    HeadDecoder(Http1ServerConfig config) {
        super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (inHead && !refused && isFolded(in)) {
            refused = true;
            HttpMessage invalid = createInvalidMessage();
            invalid.setDecoderResult(DecoderResult.failure(new FoldedHeader()));
            out.add(invalid);
        }
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int before = out.size();
        int start = in.readerIndex();
        super.decode(context, in, out);
        begun |= inHead && in.readerIndex() > start && in.getByte(in.readerIndex() - 1) == '\n';
        for (Object decoded : out.subList(before, out.size())) {
            if (decoded instanceof HttpObject) {
                inHead = decoded instanceof LastHttpContent;
                begun = false;
            }
        }
    }

    /** Whether a line of this head begins with a blank. The decoder takes whole lines, so the rest begins one. */
    private boolean isFolded(ByteBuf in) {
        int end = in.writerIndex();
        int line = in.readerIndex();
        if (!begun) {
            line = afterLine(in, line, end);
        }
        while (line >= 0 && line < end) {
            byte first = in.getByte(line);
            if (first == ' ' || first == '\t') {
                return true;
            }
            if (first == '\r' || first == '\n') {
                return false; // the end of the head
            }
            line = afterLine(in, line, end);
        }
        return false;
    }

    private static int afterLine(ByteBuf in, int from, int end) {
        int lineFeed = in.indexOf(from, end, (byte) '\n');
        return lineFeed < 0 ? -1 : lineFeed + 1;
    }
}
