package dev.mgx.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The socket of a supervisor, for datagrams that Java cannot receive: a program in Python receives them. */
public final class NotifySocket implements AutoCloseable {
    private static final String PROGRAM = """
            import socket, sys
            at = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            at.bind(sys.argv[1].replace("@", "\\0", 1) if sys.argv[1][0] == "@" else sys.argv[1])
            print("bound", flush=True)
            while True:
                print(at.recv(4096).decode().replace("\\n", "|"), flush=True)
            """;

    private final Process process;
    private final BufferedReader lines;

    /** @param name a path, or an abstract name that begins with @ */
    public NotifySocket(String name) throws IOException {
        process = new ProcessBuilder("python3", "-c", PROGRAM, name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!next().equals("bound")) {
            throw new AssertionError("python3 cannot bind " + name);
        }
    }

    /** The next message, its lines joined by bars. Blocks. */
    public String next() throws IOException {
        return Objects.requireNonNull(lines.readLine(), "python3 has ended");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
