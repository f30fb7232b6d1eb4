package dev.mgx.store;

import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.DatabaseUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Another Java process that owns a folder or a database, until it is closed. */
final class OtherProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final Path temporary;

    private OtherProcess(String what, Path path, Path folder, String more) throws IOException {
        temporary = Files.createDirectories(folder.resolve("temporary"));
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-Dmgx.log.level=ERROR",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        what,
                        path.toString(),
                        more))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Opens a store on the folder and prints {@code open}, or why it cannot. */
    static OtherProcess opening(Path folder) throws IOException {
        return opening(folder, "sqlite:");
    }

    /** Opens a store on the folder and the database and prints {@code open}, or why it cannot. */
    static OtherProcess opening(Path folder, String url) throws IOException {
        return new OtherProcess("open", folder, folder, url);
    }

    /** Takes the database's write lock and prints {@code locked}. */
    static OtherProcess locking(Path database) throws IOException {
        return new OtherProcess("lock", database, database.resolveSibling("."), "");
    }

    /**
     * Checks continuously whether the folder is taken and prints {@code looking}; after the end of its input checks
     * once more and prints {@code taken} or {@code free}.
     */
    static OtherProcess lookingAt(Path folder, Path temporary) throws IOException {
        return new OtherProcess("look", folder, temporary, "");
    }

    /** Makes it exit and returns its last output. */
    String lastWord() throws IOException {
        process.getOutputStream().close();
        return says();
    }

    /** The next line of its output. */
    String says() throws IOException {
        return String.valueOf(output.readLine());
    }

    /** Its temporary folder. */
    Path temporary() {
        return temporary;
    }

    /** Kills it as a crash would. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            process.onExit().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("it does not end", e);
        }
    }

    /** How many files with {@code name} in their names this process has open. */
    static long openFilesOfThisOne(String name) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(OtherProcess::target)
                    .filter(target -> target.contains(name))
                    .count();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws Exception {
        Path path = Path.of(args[1]);
        if (args[0].equals("open")) {
            try (Store store =
                    Store.open(path, DatabaseUrl.parse(args[2]), Clock.systemUTC(), () -> "id", CommitProbe.NONE)) {
                System.out.println(store.healthy() ? "open" : "sick");
                awaitEndOfInput();
            } catch (StoreUnavailable e) {
                System.out.println(e.getMessage());
            }
            return;
        }
        if (args[0].equals("look")) {
            look(path);
            return;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            System.out.println("locked");
            awaitEndOfInput();
            statement.execute("ROLLBACK");
        }
    }

    @SuppressWarnings("SystemOut")
    private static void look(Path folder) {
        AtomicBoolean ended = new AtomicBoolean();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                awaitEndOfInput();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                ended.set(true);
            }
        });
        System.out.println("looking");
        while (!ended.get()) {
            DataFolder.isTaken(folder);
        }
        System.out.println(DataFolder.isTaken(folder) ? "taken" : "free");
    }

    private static void awaitEndOfInput() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
