package dev.mgx.server.ws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Assembles a client's messages from frames, within a size limit. Each frame is decoded on arrival, so that invalid
 * UTF-8 is rejected at the frame that has it. Used on one event loop only.
 */
final class MessageAssembler {
    private final int maxBytes;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final StringBuilder text = new StringBuilder();
    /** The bytes of a character that is not complete yet. */
    private Buffer partial = Buffer.buffer();

    private int bytes;
    private boolean binary;

    MessageAssembler(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The result of adding a frame. */
    sealed interface Result {
        /** The message continues in the next frame. */
        record Incomplete() implements Result {}

        record Message(String text) implements Result {}

        record Binary() implements Result {}

        record TooBig() implements Result {}

        record NotUtf8() implements Result {}
    }

    /** Adds a data frame. After {@code TooBig} or {@code NotUtf8} no more frames may be added. */
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

    /** Whether the text is valid UTF-8 so far, and complete if this is the last frame. */
    private boolean decode(Buffer frame, boolean last) {
        ByteBuffer in = ByteBuffer.wrap(partial.appendBuffer(frame).getBytes());
        CharBuffer out = CharBuffer.allocate(in.remaining()); // a byte is never more than one char
        boolean valid = !decoder.decode(in, out, last).isError();
        partial = Buffer.buffer();
        while (valid && in.hasRemaining()) {
            partial.appendByte(in.get());
        }
        text.append(out.flip());
        return valid;
    }

    private String take() {
        String whole = text.toString();
        text.setLength(0);
        decoder.reset();
        return whole;
    }
}
