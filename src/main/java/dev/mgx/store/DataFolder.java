package dev.mgx.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything that is kept, owned by one process at a time. The lock is the
 * operating system's: it goes with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the folder, making it where it is missing.
     *
     * @throws StoreUnavailable when it cannot be written or another process has it
     */
    public static DataFolder open(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel channel = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StoreUnavailable(
                        "The data folder %s is in use by another MGX Engine; stop that one or choose another folder with MGX_DATA_DIR"
                                .formatted(path),
                        null);
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new StoreUnavailable(
                    "The data folder %s cannot be written (%s); make it writable or choose another with MGX_DATA_DIR"
                            .formatted(path, reason(e)),
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another store of this process has it
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "access denied";
            case java.nio.file.FileAlreadyExistsException exists -> "a file is in its place";
            case java.nio.file.FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    public Path path() {
        return path;
    }

    /** Where the server that owns the folder says how it is reached; read by the command line. */
    public static Path addressFile(Path dataFolder) {
        return dataFolder.resolve("server.url");
    }

    /** Says where the owner of this folder is reached. */
    public void publish(String url) {
        try {
            Files.writeString(addressFile(path), url, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoreUnavailable("The data folder %s cannot be written (%s)".formatted(path, reason(e)), e);
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(addressFile(path));
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
