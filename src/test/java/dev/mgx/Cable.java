package dev.mgx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What lies between a store and its PostgreSQL server: a test can cut it, at the moment it wants. */
public final class Cable implements AutoCloseable {
    /** By this a connection that writes is known among those that read. */
    private static final String WRITER = "mgx-writer";

    private final int serverPort;
    private final ServerSocket socket;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile Cut next = Cut.NONE;
    private volatile boolean away;
    private volatile boolean leavesWithNext;
    private final Semaphore refused = new Semaphore(0);

    /** What becomes of a request and its answer; then the connection is broken for both sides. */
    public enum Cut {
        NONE,
        /** The request does not arrive. */
        REQUEST,
        /** The request is done, and its answer does not arrive. */
        ANSWER
    }

    public Cable(int serverPort) {
        this.serverPort = serverPort;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("cable").start(this::accept);
    }

    /** The same URL through this cable. */
    public String through(String url) {
        return url.replace(":" + serverPort + "/", ":" + socket.getLocalPort() + "/");
    }

    /** Cuts the writer's connection at its next request. */
    public void cutWriterAtNext(Cut cut) {
        next = cut;
    }

    /** Has the server be away from that cut on, until {@link #comeBack}. */
    public void leaveWithNext() {
        leavesWithNext = true;
    }

    /** Returns when somebody has found the server away. */
    public void awaitRefused() throws InterruptedException {
        if (!refused.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody looked for the server");
        }
    }

    /** Breaks every connection; new ones can be made unless the server is {@link #leave away}. */
    public void cut() {
        lines.forEach(Line::close);
    }

    /** Has nothing pass any more on the connections that there are, and breaks none of them. New ones can be made. */
    public void hang() {
        lines.forEach(line -> line.hung = true);
    }

    /** Breaks every connection and refuses new ones until {@link #comeBack}. */
    public void leave() {
        away = true;
        cut();
    }

    public void comeBack() {
        leavesWithNext = false;
        away = false;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (away) {
                    refused.release();
                    client.close();
                    continue;
                }
                Line line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), serverPort));
                lines.add(line);
                Thread.ofVirtual().name("cable-up").start(line::up);
                Thread.ofVirtual().name("cable-down").start(line::down);
            } catch (IOException e) {
                // the next one may do better; or it is closed
            }
        }
    }

    private final class Line {
        private final Socket client;
        private final Socket server;
        private volatile boolean writes;
        private volatile boolean hung;
        private volatile boolean losesAnswer;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void up() {
            pass(client, server, (bytes, length) -> {
                writes |= new String(bytes, 0, length, StandardCharsets.ISO_8859_1).contains(WRITER);
                Cut cut = writes ? next : Cut.NONE;
                if (cut != Cut.NONE) {
                    next = Cut.NONE;
                    away = leavesWithNext;
                }
                losesAnswer |= cut == Cut.ANSWER;
                return cut != Cut.REQUEST;
            });
        }

        void down() {
            pass(server, client, (bytes, length) -> !losesAnswer);
        }

        private void pass(Socket from, Socket to, Valve valve) {
            byte[] bytes = new byte[64 * 1024];
            try {
                int length = from.getInputStream().read(bytes);
                while (length >= 0) {
                    if (!hung) {
                        if (!valve.passes(bytes, length)) {
                            break;
                        }
                        to.getOutputStream().write(bytes, 0, length);
                    }
                    length = from.getInputStream().read(bytes);
                }
            } catch (IOException e) {
                // broken: so is the other half
            }
            if (!hung) {
                close();
            }
        }

        void close() {
            lines.remove(this);
            try (client;
                    server) {
                hung = false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Whether these bytes pass. */
    private interface Valve {
        boolean passes(byte[] bytes, int length);
    }

    @Override
    public void close() {
        cut();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
