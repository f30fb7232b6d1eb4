package dev.mgx.server.ws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Puts a client's messages together from their frames, within a size. Each frame is decoded as it comes, so that a text
 * which is not UTF-8 is refused at the frame where it goes wrong. Used on one event loop only.
 */
final class MessageAssembler {
    private final int maxBytes;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final StringBuilder text = new StringBuilder();
    /** The first bytes of a character whose others have not come. */
    private Buffer begun = Buffer.buffer();

    private int bytes;
    private boolean binary;

    MessageAssembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What a frame has led to. */
    sealed interface Result {
        /** The message goes on in the next frame. */
        record Incomplete() implements Result {}

        record Message(String text) implements Result {}

        record Binary() implements Result {}

        record TooBig() implements Result {}

        record NotUtf8() implements Result {}
    }

    /** Takes a frame of data. After {@code TooBig} and {@code NotUtf8} nothing more may be handed in. */
    Result add(WebSocketFrame frame) {
        if (!frame.isContinuation()) {
            binary = frame.isBinary();
            bytes = 0;
        }
        bytes += frame.binaryData().length();
        if (bytes > maxBytes) {
            return new Result.TooBig();
        }
        if (!binary && !decode(frame.binaryData(), frame.isFinal())) {
            return new Result.NotUtf8();
        }
        if (!frame.isFinal()) {
            return new Result.Incomplete();
        }
        return binary ? new Result.Binary() : new Result.Message(take());
    }

    /** Whether it is UTF-8 so far, and a whole one where it is the last. */
    private boolean decode(Buffer frame, boolean last) {
        ByteBuffer in = ByteBuffer.wrap(begun.appendBuffer(frame).getBytes());
        CharBuffer out = CharBuffer.allocate(in.remaining()); // a byte is never more than one char
        boolean good = !decoder.decode(in, out, last).isError();
        begun = Buffer.buffer();
        while (good && in.hasRemaining()) {
            begun.appendByte(in.get());
        }
        text.append(out.flip());
        return good;
    }

    private String take() {
        String whole = text.toString();
        text.setLength(0);
        decoder.reset();
        return whole;
    }
}
