package dev.mgx.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A WebSocket server (RFC 6455) that plays one script for each connection, and then accepts no more. */
public final class StubSocketServer implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> heads = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Iterator<Scene> scenes;
    private final PlainAnswer plainAnswer;

    /** What a request gets that asks for no WebSocket; its connection is closed then. */
    public interface PlainAnswer {
        void write(String head, InputStream body, OutputStream out) throws IOException;
    }

    /** The script of a connection. */
    public interface Scene {
        void play(Connection connection) throws IOException, InterruptedException;
    }

    public StubSocketServer(Scene... scenes) throws IOException {
        this(Stream.of(scenes));
    }

    public StubSocketServer(Stream<Scene> scenes) throws IOException {
        this(scenes, (head, body, out) -> {
            throw new IOException("that was no handshake: " + head);
        });
    }

    public StubSocketServer(Stream<Scene> scenes, PlainAnswer plainAnswer) throws IOException {
        this.scenes = scenes.iterator();
        this.plainAnswer = plainAnswer;
        Thread.ofVirtual().start(this::serve);
    }

    /** The same script for every connection. */
    public static Stream<Scene> again(Scene scene) {
        return Stream.generate(() -> scene);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** The request line and the headers of each handshake. */
    public List<String> heads() {
        return heads;
    }

    private void serve() {
        try {
            while (scenes.hasNext()) {
                Connection connection = new Connection(socket.accept());
                Scene scene = scenes.next();
                Thread.ofVirtual().start(() -> play(scene, connection));
            }
            socket.close();
        } catch (IOException e) {
            closed.countDown(); // the test is over
        }
    }

    private void play(Scene scene, Connection connection) {
        try {
            if (connection.shakesHands()) {
                scene.play(connection);
            }
        } catch (IOException e) {
            closed.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection. */
    public final class Connection {
        private final Socket client;
        private final OutputStream out;

        Connection(Socket client) throws IOException {
            this.client = client;
            out = client.getOutputStream();
        }

        private boolean shakesHands() throws IOException {
            String head = head(client.getInputStream());
            heads.add(head);
            Optional<String> key = head.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
            if (key.isEmpty()) {
                plainAnswer.write(head, client.getInputStream(), out);
                client.close();
                return false;
            }
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(key.get()) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return true;
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the handshake was cut short");
                }
                head.append((char) next);
            }
            return head.toString();
        }

        private static String accept(String key) {
            try {
                byte[] hash =
                        MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
                return Base64.getEncoder().encodeToString(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        public Connection send(String text) throws IOException {
            return frame(0x1, text.getBytes(StandardCharsets.UTF_8));
        }

        public Connection close(int code) throws IOException {
            return frame(0x8, ByteBuffer.allocate(2).putShort((short) code).array());
        }

        /** Sends pings, with this delay before each. */
        public Connection pings(int count, Duration interval) throws IOException, InterruptedException {
            for (int i = 0; i < count; i++) {
                closed.await(interval.toMillis(), TimeUnit.MILLISECONDS);
                frame(0x9, new byte[0]);
            }
            return this;
        }

        /** Reads one empty masked ping and answers it. */
        public Connection answerAPing() throws IOException {
            byte[] ping = client.getInputStream().readNBytes(6);
            if (ping.length < 6 || (ping[0] & 0xFF) != 0x89) {
                throw new IOException("that was no ping");
            }
            return frame(0xA, new byte[0]);
        }

        /** Waits for it: what is sent together with the end of the connection may be lost with it. */
        public Connection once(CountDownLatch happened) throws InterruptedException {
            happened.await();
            return this;
        }

        /** Ends the connection without a close frame. */
        public void cut() throws IOException {
            client.close();
        }

        /** Sends nothing more until the test is over. */
        public void beSilent() throws InterruptedException {
            closed.await();
        }

        private Connection frame(int opcode, byte[] payload) throws IOException {
            out.write(0x80 | opcode);
            if (payload.length < 126) {
                out.write(payload.length);
            } else {
                out.write(126);
                out.write(payload.length >> 8);
                out.write(payload.length);
            }
            out.write(payload);
            out.flush();
            return this;
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
