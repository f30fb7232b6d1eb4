package dev.mgx.stream;

import java.nio.charset.StandardCharsets;

/**
 * A server's messages as WebSocket frames (RFC 6455, 5.2): final, text, and not masked, so that all watchers can be
 * sent the same bytes.
 */
final class WebSocketFrames {
    static final byte[] EVENT = opening("event");
    static final byte[] STATE = opening("state");

    private static final byte FINAL_TEXT = (byte) 0x81;

    private WebSocketFrames() {}

    private static byte[] opening(String type) {
        return ("{\"type\":\"" + type + "\",\"data\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** How many bytes the message takes that {@code opening} begins. */
    static int size(byte[] opening, byte[] json) {
        int length = opening.length + json.length + 1;
        return head(length) + length;
    }

    private static int head(int length) {
        return length < 126 ? 2 : length < 65_536 ? 4 : 10;
    }

    /** Puts the message in, and returns where it ends. */
    static int put(byte[] target, int from, byte[] opening, byte[] json) {
        int length = opening.length + json.length + 1;
        int at = putHead(target, from, length);
        System.arraycopy(opening, 0, target, at, opening.length);
        at += opening.length;
        System.arraycopy(json, 0, target, at, json.length);
        at += json.length;
        target[at] = '}';
        return at + 1;
    }

    private static int putHead(byte[] target, int from, int length) {
        int head = head(length);
        int lengthBytes = head == 2 ? 1 : head - 2;
        target[from] = FINAL_TEXT;
        if (head > 2) {
            target[from + 1] = (byte) (head == 4 ? 126 : 127);
        }
        for (int i = 0; i < lengthBytes; i++) {
            int bits = 8 * (lengthBytes - 1 - i);
            target[from + head - lengthBytes + i] = (byte) ((long) length >>> bits);
        }
        return from + head;
    }
}
