package dev.mgx.server.ws;

import dev.mgx.server.Served;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** A WebSocket client without automatic behaviour: it answers no pings and closes, and reads only when told to. */
final class RawWatcher implements AutoCloseable {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;
    private int paceBytes = 1_000_000;
    private long restNanos;

    /** A received frame. */
    record Frame(int opcode, boolean last, ByteBuffer payload) {
        int closeCode() {
            return payload.remaining() < 2 ? 1005 : payload.getShort(0);
        }
    }

    private RawWatcher(int port, int receiveBuffer) throws IOException {
        socket.setReceiveBufferSize(receiveBuffer);
        socket.setSoTimeout(15_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static RawWatcher connect(Served served, String taskId, String query) throws IOException {
        return connect(served.port(), taskId, query + (query.isEmpty() ? "?" : "&") + "version=2", 16 * 1024);
    }

    /** @param receiveBuffer how much the kernel takes that is not read */
    static RawWatcher connect(int port, String taskId, String query, int receiveBuffer) throws IOException {
        RawWatcher watcher = new RawWatcher(port, receiveBuffer);
        String status = watcher.handshake("/ws/tasks/" + taskId + query, "127.0.0.1:" + port, "");
        if (!status.contains(" 101 ")) {
            throw new IOException(status);
        }
        return watcher;
    }

    /** The status line of the handshake's response. */
    static String tryToConnect(Served served, String host, String headers) throws IOException {
        try (RawWatcher watcher = new RawWatcher(served.port(), 16 * 1024)) {
            return watcher.handshake("/ws/tasks/x", host, headers);
        }
    }

    private String handshake(String path, String host, String headers) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" + headers
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        String status = line();
        String header = line();
        while (!header.isEmpty()) {
            header = line();
        }
        return status;
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            bytes.write(b);
        }
        return bytes.toString(StandardCharsets.US_ASCII).strip();
    }

    /** Sends a frame masked with zeros, as a client must. */
    void send(int opcode, boolean last, byte[] payload) throws IOException {
        out.write(frame(opcode, last, true, payload));
    }

    void sendUnmasked(byte[] payload) throws IOException {
        out.write(frame(TEXT, true, false, payload));
    }

    void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    private static byte[] frame(int opcode, boolean last, boolean masked, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write((last ? 0x80 : 0) | opcode);
        int mask = masked ? 0x80 : 0;
        if (payload.length < 126) {
            bytes.write(mask | payload.length);
        } else if (payload.length < 65_536) {
            bytes.write(mask | 126);
            bytes.write(payload.length >> 8);
            bytes.write(payload.length);
        } else {
            bytes.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) ((long) payload.length >> shift));
            }
        }
        bytes.writeBytes(masked ? new byte[4] : new byte[0]);
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    /** From now on reads at most this many bytes at a time, and pauses after each read. */
    void setPace(int bytes, long restMillis) {
        paceBytes = bytes;
        restNanos = restMillis * 1_000_000;
    }

    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        long size = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
        byte[] payload = new byte[Math.toIntExact(size)];
        for (int at = 0; at < payload.length; at += paceBytes) {
            in.readFully(payload, at, Math.min(paceBytes, payload.length - at));
            LockSupport.parkNanos(restNanos);
        }
        return new Frame(first & 0x0F, (first & 0x80) != 0, ByteBuffer.wrap(payload));
    }

    /** The next text, past any ping. */
    String readText() throws IOException {
        Frame frame = read();
        while (frame.opcode() != TEXT) {
            frame = read();
        }
        return StandardCharsets.UTF_8.decode(frame.payload()).toString();
    }

    /** Reads up to the close frame and returns its code. */
    int awaitClose() throws IOException {
        Frame frame = read();
        while (frame.opcode() != CLOSE) {
            frame = read();
        }
        return frame.closeCode();
    }

    /** Sends pongs without ever reading, until writing fails because the connection is gone. */
    void pongUntilGone() {
        try {
            while (true) {
                send(PONG, true, new byte[0]);
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException gone) {
            return;
        }
    }

    /** Reads until the other side ends the connection in any way. */
    void awaitEnd() throws IOException {
        var _ = endsInOrder();
    }

    /** The same; returns whether the connection ended in order, and not by a reset. */
    boolean endsInOrder() throws IOException {
        try {
            long read = in.transferTo(OutputStream.nullOutputStream());
            return read >= 0;
        } catch (SocketException reset) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
