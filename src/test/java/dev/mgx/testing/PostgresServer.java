package dev.mgx.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real PostgreSQL server on a free port, with fsync, which can be killed and restarted. */
public final class PostgresServer implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Path data;
    private final EmbeddedPostgres first;
    private final List<String> command;
    private final AtomicInteger schemas = new AtomicInteger();
    private ProcessHandle postmaster;

    private PostgresServer(Path data) throws IOException {
        this.data = data;
        first = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("fsync", "on")
                .setPGStartupWait(TIMEOUT)
                .setRegisterShutdownHook(false)
                .start();
        postmaster = ProcessHandle.of(Long.parseLong(
                        Files.readAllLines(data.resolve("postmaster.pid")).getFirst()))
                .orElseThrow();
        command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL does not run as root
        }
        command.add(postmaster.info().command().orElseThrow());
        command.addAll(List.of(postmaster.info().arguments().orElseThrow()));
    }

    public static PostgresServer start() {
        try {
            return new PostgresServer(Files.createTempDirectory("mgx-postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of a fresh schema. */
    public String freshUrl() {
        String schema = "test_" + schemas.incrementAndGet();
        execute("CREATE SCHEMA " + schema);
        return "postgresql://postgres@127.0.0.1:%d/postgres?currentSchema=%s".formatted(first.getPort(), schema);
    }

    public int port() {
        return first.getPort();
    }

    /** Executes statements as the superuser. */
    public void execute(String statement) {
        try (Connection connection = first.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    /** Creates a user that needs a password; others need none. */
    public void demandPasswordOf(String user, String password) throws IOException {
        execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(user, password));
        Path rules = data.resolve("pg_hba.conf");
        Files.writeString(rules, "host all %s all scram-sha-256\n".formatted(user) + Files.readString(rules));
        execute("SELECT pg_reload_conf()");
    }

    /** Stops it like a crash: no checkpoint, no waiting. */
    public void cutDown() {
        try {
            if (postmaster.isAlive()) {
                new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid()))
                        .start()
                        .waitFor();
                postmaster.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("PostgreSQL did not end", e);
        }
    }

    /** Starts it again; it accepts connections when this returns. */
    public void startAgain() {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            postmaster = process.toHandle();
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            while (line != null && !line.contains("ready to accept connections")) {
                line = output.readLine();
            }
            if (line == null) {
                throw new IllegalStateException("PostgreSQL did not start again");
            }
            Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {})); // a full pipe would block the server
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cutDown();
        try (Stream<Path> files = Files.walk(data)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
