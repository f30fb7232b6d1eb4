package dev.mgx.server.ws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A watcher of a {@link Crowd}. Driven by the crowd's thread; its state may be read by any. */
final class CrowdMember {
    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":(\\d+)");
    private static final int PING = 9;
    private static final int PONG = 10;

    private final SocketChannel channel;
    private byte[] held = new byte[0];
    private volatile boolean connected;
    private volatile int lastEvent;
    private volatile boolean gapless = true;
    private final AtomicInteger pings = new AtomicInteger();
    private volatile int closeCode;

    CrowdMember(SocketChannel channel, int position) {
        this.channel = channel;
        lastEvent = position;
    }

    boolean isConnected() {
        return connected;
    }

    int lastEvent() {
        return lastEvent;
    }

    int pings() {
        return pings.get();
    }

    /** The server's close code; 1006 if the connection ended without one; 0 while it is open. */
    int closeCode() {
        return closeCode;
    }

    /** Whether it was closed with 1000 after receiving each event after its position once and in order. */
    boolean sawEverything() {
        return gapless && closeCode == 1000;
    }

    boolean isGapless() {
        return gapless;
    }

    /** Reads available data through an empty buffer; false at the end of the stream. */
    boolean read(ByteBuffer buffer) throws IOException {
        int read;
        try {
            read = channel.read(buffer);
        } catch (IOException reset) {
            return false;
        }
        if (read > 0) {
            int before = held.length;
            held = Arrays.copyOf(held, before + read);
            buffer.flip().get(held, before, read);
            take();
        }
        return read >= 0 && channel.isOpen();
    }

    private void take() throws IOException {
        int at = 0;
        if (!connected) {
            String head = new String(held, StandardCharsets.ISO_8859_1);
            int end = head.indexOf("\r\n\r\n");
            if (end < 0) {
                return;
            }
            connected = head.startsWith("HTTP/1.1 101");
            at = end + 4;
        }
        int next = frame(at);
        while (next > at) {
            at = next;
            next = frame(at);
        }
        held = Arrays.copyOfRange(held, at, held.length);
    }

    /** Parses the frame that begins here; returns its end, or its start if it is incomplete. */
    private int frame(int at) throws IOException {
        if (held.length < at + 2) {
            return at;
        }
        int length = held[at + 1];
        int payload = at + (length == 126 ? 4 : length == 127 ? 10 : 2);
        if (held.length < payload) {
            return at;
        }
        if (length > 125) {
            ByteBuffer whole = ByteBuffer.wrap(held, at + 2, payload - at - 2);
            length = length == 126 ? Short.toUnsignedInt(whole.getShort()) : Math.toIntExact(whole.getLong());
        }
        if (held.length < payload + length) {
            return at;
        }
        take(held[at] & 0x0F, payload, length);
        return payload + length;
    }

    private void take(int opcode, int payload, int length) throws IOException {
        switch (opcode) {
            case PING -> {
                pings.incrementAndGet();
                answer(PONG, payload, length);
            }
            case RawWatcher.CLOSE -> {
                answer(RawWatcher.CLOSE, payload, Math.min(length, 2));
                closeCode = length < 2 ? 1005 : ByteBuffer.wrap(held).getShort(payload);
                leave();
            }
            case RawWatcher.TEXT -> text(new String(held, payload, length, StandardCharsets.UTF_8));
            default -> gapless = false;
        }
    }

    private void text(String text) {
        if (text.startsWith("{\"type\":\"event\"")) {
            Matcher id = EVENT_ID.matcher(text);
            int event = id.find() ? Integer.parseInt(id.group(1)) : -1;
            gapless &= event == lastEvent + 1;
            lastEvent = event;
        }
    }

    /** Masked with zeros; so short that it is always written at once. */
    private void answer(int opcode, int payload, int length) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(6 + length);
        frame.put((byte) (0x80 | opcode)).put((byte) (0x80 | length)).putInt(0).put(held, payload, length);
        channel.write(frame.flip());
    }

    void leave() throws IOException {
        if (closeCode == 0) {
            closeCode = 1006;
        }
        channel.close();
    }

    @Override
    public String toString() {
        return "connected %s, event %d, gapless %s, %d pings, code %d"
                .formatted(connected, lastEvent, gapless, pings.get(), closeCode);
    }
}
