package dev.mgx.bench.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The few bytes of RFC 6455 that servers and clients of the benchmarks need. */
final class ServerFrames {
    static final String HANDSHAKE = """
            HTTP/1.1 101 Switching Protocols\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            \r
            """;

    private ServerFrames() {}

    /** A client's opening handshake for {@link #HANDSHAKE}'s key. */
    static ByteBuffer hello(String path) {
        return ByteBuffer.wrap("""
                GET %s HTTP/1.1\r
                Host: 127.0.0.1\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                \r
                """.formatted(path).getBytes(StandardCharsets.US_ASCII));
    }

    /** An event as a message of the server. */
    static byte[] eventMessage(byte[] json) {
        byte[] opening = "{\"type\":\"event\",\"data\":".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(opening.length + json.length + 1)
                .put(opening)
                .put(json)
                .put((byte) '}')
                .array();
    }

    /** A text frame of a server, which is not masked. */
    static byte[] frame(byte[] message) {
        int length = message.length;
        ByteBuffer frame = ByteBuffer.allocate(length + 10).put((byte) 0x81);
        if (length < 126) {
            frame.put((byte) length);
        } else if (length < 65_536) {
            frame.put((byte) 126).putShort((short) length);
        } else {
            frame.put((byte) 127).putLong(length);
        }
        frame.put(message).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }
}
