package dev.mgx.testing;

import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real nginx in a folder of its own, as one process of this user, which ends with the test. */
public final class Nginx implements AutoCloseable {
    private static final String MISSING =
            "nginx is not installed, so nothing was tested behind a proxy (Debian: apt-get install nginx-light)";

    private final Process process;
    private final CountDownLatch listening = new CountDownLatch(1);
    private final List<String> log = new ArrayList<>();

    private Nginx(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Skips the test where nginx is missing, or fails it where {@code MGX_NGINX_REQUIRED} is set. */
    public static void assumeInstalled() {
        boolean installed = program().isPresent();
        if (!installed && "1".equals(System.getenv("MGX_NGINX_REQUIRED"))) {
            fail(MISSING);
        }
        assumeThat(installed).as(MISSING).isTrue();
    }

    private static Optional<Path> program() {
        return Stream.concat(
                        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A port that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts it; it is listening when this returns.
     *
     * @param folder an empty one
     * @param http what stands in its {@code http} block
     */
    public static Nginx start(Path folder, String http) throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr notice;
                events {}
                http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                %s
                }
                """.formatted(http));
        Nginx nginx = new Nginx(new ProcessBuilder(
                        program().orElseThrow().toString(), "-e", "stderr", "-p", folder + "/", "-c", config.toString())
                .redirectErrorStream(true)
                .start());
        if (!nginx.listening.await(20, TimeUnit.SECONDS)) {
            nginx.close();
            throw new AssertionError("nginx does not listen:\n" + nginx.log());
        }
        return nginx;
    }

    /** Reads what it logs to the end; the event method is named after the sockets are open. */
    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
                if (line.contains("event method")) {
                    listening.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has logged. */
    public String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
