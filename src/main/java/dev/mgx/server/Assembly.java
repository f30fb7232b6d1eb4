package dev.mgx.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;

/**
 * Puts a client's messages together from their frames, within a size. Used on one event loop only.
 */
final class Assembly {
    private final int maxBytes;
    private Buffer pieces = Buffer.buffer();
    private boolean binary;

    Assembly(int maxBytes) {
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
            pieces = Buffer.buffer();
        }
        if (pieces.length() + frame.binaryData().length() > maxBytes) {
            pieces = Buffer.buffer();
            return new Result.TooBig();
        }
        pieces.appendBuffer(frame.binaryData());
        if (!frame.isFinal()) {
            return new Result.Incomplete();
        }
        byte[] whole = pieces.getBytes();
        pieces = Buffer.buffer();
        if (binary) {
            return new Result.Binary();
        }
        return Text.decode(whole).<Result>map(Result.Message::new).orElseGet(Result.NotUtf8::new);
    }
}
