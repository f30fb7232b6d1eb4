package dev.mgx.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way from outside to the port on which a program listens on its loopback. Connections are opened from within, wait here
 * and are given out one by one, so that nobody outside ever opens a path that the program could have laid. For one execution;
 * thread-safe.
 */
public final class Ingress {
    /** The environment variable inside with the port to listen on. */
    public static final String PORT_VARIABLE = "PORT";

    /** What waits is taken in turn; more than that is of a program that pretends to be the relay. */
    private static final int MOST_WAITING = 16;

    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST_ANSWER = 40;
    private static final Pattern OTHER_PORTS = Pattern.compile("^502 ?|[^0-9,]");

    private final int port;
    private final BlockingQueue<SocketChannel> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private @Nullable SocketChannel control;
    private boolean stopped;
    private volatile boolean closed;

    /** @param port 1 to 65535, on the loopback of the program alone where the isolation gives it one */
    public Ingress(int port) {
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port: " + port);
        }
        this.port = port;
    }

    public int port() {
        return port;
    }

    /**
     * A connection to the port, in blocking mode; closed by the caller, and by the end of the program.
     *
     * @throws ConnectException if nothing listens there; the message says where the program listens instead
     * @throws IOException if the program has ended, or does not answer in time
     */
    public SocketChannel connect(Duration timeout) throws IOException, InterruptedException {
        if (closed) {
            throw new IOException("The program has ended");
        }
        SocketChannel channel = waiting.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (channel == null) {
            throw new IOException("The sandbox opened no connection in time");
        }
        Thread timer = Thread.startVirtualThread(() -> closeAfter(timeout, channel));
        try {
            Channels.newOutputStream(channel).write("GO\n".getBytes(StandardCharsets.US_ASCII));
            String answer = line(Channels.newInputStream(channel));
            if (!answer.equals("200")) {
                String others = OTHER_PORTS.matcher(answer).replaceAll("");
                throw new ConnectException("Nothing listens on port %d%s"
                        .formatted(port, others.isEmpty() ? "" : ", but on " + others.replace(",", ", ")));
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            timer.interrupt();
        }
    }

    private static void closeAfter(Duration timeout, SocketChannel channel) {
        try {
            Thread.sleep(timeout);
            channel.close();
        } catch (InterruptedException e) { // it was answered in time
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LONGEST_ANSWER) {
                throw new IOException("The program has ended");
            }
            line.append((char) next);
        }
        return line.toString();
    }

    /** Asks the program to end, as SIGTERM does, and to hand over its results; it is killed if it does not within seconds. */
    public synchronized void stop() {
        stopped = true;
        if (control != null) {
            try {
                OutputStream out = Channels.newOutputStream(control);
                out.write("STOP\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) { // it has ended already
                closed = true;
            }
        }
    }

    /** Called by the sandbox: a connection from within that waits; refused if there are enough. */
    public boolean offer(SocketChannel channel) {
        return !closed && waiting.offer(channel);
    }

    /** Called by the sandbox: the connection by which {@link #stop} is said; refused if there is one. */
    public synchronized boolean control(SocketChannel channel) {
        if (control != null) {
            return false;
        }
        control = channel;
        if (stopped) {
            stop();
        }
        return true;
    }

    /** Called by the sandbox: the program has ended. */
    public void close() {
        closed = true;
        waiting.clear();
    }
}
