package dev.mgx.bench.start;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process, timed from the moment in which it is started. Closing ends it. */
final class StartedProcess implements AutoCloseable {
    private static final Path SCRIPT = Path.of("mgx").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final long began = System.nanoTime();
    private final Process process;

    private StartedProcess(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("MGX_"));
        process = builder.start();
    }

    static StartedProcess mgx(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(arguments);
        return new StartedProcess(command);
    }

    static StartedProcess hello(int port) throws IOException {
        String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(each -> !each.endsWith(".jar") || each.contains("vertx") || each.contains("netty"))
                .collect(Collectors.joining(File.pathSeparator));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new StartedProcess(
                List.of(java.toString(), "-cp", libraries, HelloServer.class.getName(), Integer.toString(port)));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits for the answer to a request; returns the milliseconds since the start. */
    double awaitAnswer(int port, String path) throws IOException, InterruptedException {
        byte[] request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                .formatted(path, port)
                .getBytes(StandardCharsets.US_ASCII);
        while (System.nanoTime() - began < TIMEOUT.toNanos()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                socket.getOutputStream().write(request);
                String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                if (answer.equals("HTTP/1.1 200")) {
                    return millis();
                }
            } catch (IOException e) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the server has ended with " + process.exitValue(), e);
                }
            }
            Thread.sleep(Duration.ofMillis(2));
        }
        throw new IllegalStateException("the server does not answer");
    }

    /** Waits for its end; returns the milliseconds since the start. */
    double awaitEnd() throws InterruptedException {
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("the command does not end, or ends with a failure");
        }
        return millis();
    }

    /** The memory that it has in MiB, of all of it that is resident. */
    double residentMiB() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        String line = status.lines()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D++", "")) / 1024.0;
    }

    private double millis() {
        return (System.nanoTime() - began) / 1e6;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
