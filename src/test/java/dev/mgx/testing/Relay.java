package dev.mgx.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between clients and a server, for a connection at a time on a thread of its own. Thread-safe. */
abstract class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Relay(ServerSocket listener) {
        this.listener = listener;
    }

    public final int port() {
        return listener.getLocalPort();
    }

    /** Begins to accept connections; a subclass calls it when it is made. */
    final void start() {
        Thread.ofVirtual().name("relay").start(this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serveUntilOver(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serveUntilOver(Socket client) {
        try (client) {
            serve(client);
        } catch (IOException e) {
            // One side has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Serves a connection until it is over. */
    abstract void serve(Socket client) throws IOException, InterruptedException;

    /** Copies both ways until both sides are done. */
    final void join(Socket client, Socket server) throws InterruptedException {
        open.add(server);
        Thread back = Thread.ofVirtual().start(() -> copy(server, client));
        copy(client, server);
        back.join();
    }

    private static void copy(Socket from, Socket to) {
        try (to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One side has gone.
        }
    }

    @Override
    public final void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
