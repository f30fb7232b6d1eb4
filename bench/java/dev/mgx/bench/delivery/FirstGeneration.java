package dev.mgx.bench.delivery;

import dev.mgx.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A server as the first engine was built, though in Java: a task's events are a list, every watcher has a queue and a
 * thread, which writes JSON and a frame for each event of its own, and every event is a commit.
 */
final class FirstGeneration implements AutoCloseable {
    private final Path database = Files.createTempFile("mgx-bench", ".db");
    private final Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
    private final PreparedStatement insert;
    private final ServerSocketChannel listening = ServerSocketChannel.open();
    private final List<Map<String, Object>> events = new ArrayList<>();
    private final List<BlockingQueue<Map<String, Object>>> queues = new ArrayList<>();
    private final List<SocketChannel> sockets = new ArrayList<>();

    FirstGeneration() throws IOException, SQLException {
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL)");
        }
        insert = connection.prepareStatement("INSERT INTO event (body) VALUES (?)");
    }

    int port() throws IOException {
        return ((InetSocketAddress) listening.getLocalAddress()).getPort();
    }

    /** Accepts this many watchers, on a thread of its own. */
    Thread accept(int count) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    SocketChannel socket = listening.accept();
                    socket.read(ByteBuffer.allocate(8_192)); // a hello, which comes whole
                    socket.write(ByteBuffer.wrap(ServerFrames.HANDSHAKE.getBytes(StandardCharsets.US_ASCII)));
                    BlockingQueue<Map<String, Object>> queue = new LinkedBlockingQueue<>();
                    sockets.add(socket);
                    queues.add(queue);
                    Thread.ofVirtual().start(() -> serve(socket, queue));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void serve(SocketChannel socket, BlockingQueue<Map<String, Object>> queue) {
        try {
            while (socket.isOpen()) {
                byte[] message = message(queue.take());
                ByteBuffer frame = ByteBuffer.wrap(ServerFrames.frame(message));
                while (frame.hasRemaining()) {
                    socket.write(frame);
                }
            }
        } catch (IOException | InterruptedException e) {
            return; // disconnected
        }
    }

    private static byte[] message(Map<String, Object> event) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "event");
        message.put("data", event);
        return Json.write(message).getBytes(StandardCharsets.UTF_8);
    }

    /** Records an event and puts it into every queue. */
    void append(Map<String, Object> event) throws SQLException {
        insert.setString(1, Json.write(event));
        insert.executeUpdate(); // and commits
        events.add(event);
        queues.forEach(queue -> queue.add(event));
    }

    void disconnect() throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
        sockets.clear();
        queues.clear();
        events.clear();
    }

    @Override
    public void close() throws SQLException, IOException {
        listening.close();
        insert.close();
        connection.close();
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(database + suffix));
        }
    }
}
