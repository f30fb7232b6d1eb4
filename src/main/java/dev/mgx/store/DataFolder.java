package dev.mgx.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything that is kept, owned by one process at a time. The lock is the
 * operating system's: it goes with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
    /**
     * The folders that this process has, by their real paths. The lock belongs to the process, and closing
     * any channel to its file lets go of it: a second opening must not even touch the file.
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private static final String LOCK = "lock";

    private final Path path;
    private final Path realPath;
    private final FileChannel channel;

    private DataFolder(Path path, Path realPath, FileChannel channel) {
        this.path = path;
        this.realPath = realPath;
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
            Path realPath = path.toRealPath();
            if (!TAKEN.add(realPath)) {
                throw new FolderInUse(path);
            }
            @Nullable DataFolder folder = null;
            try {
                folder = lock(path, realPath);
            } finally {
                if (folder == null) {
                    TAKEN.remove(realPath);
                }
            }
            return folder;
        } catch (IOException e) {
            throw new StoreUnavailable(
                    "The data folder %s cannot be written (%s); make it writable or choose another with MGX_DATA_DIR"
                            .formatted(path, reason(e)),
                    e);
        }
    }

    private static DataFolder lock(Path path, Path realPath) throws IOException {
        FileChannel channel = FileChannel.open(
                realPath.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new FolderInUse(path);
        }
        return new DataFolder(path, realPath, channel);
    }

    /** Whether a process has the folder now; it may be another's a moment later. */
    public static boolean isTaken(Path path) {
        try {
            Path realPath = path.toRealPath();
            if (TAKEN.contains(realPath)) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(realPath.resolve(LOCK), StandardOpenOption.WRITE);
                    FileLock free = channel.tryLock()) {
                return free == null;
            }
        } catch (IOException e) {
            return false; // there is no lock that anybody could hold
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "access denied";
            case java.nio.file.NoSuchFileException missing -> "it cannot be made there";
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
        if (!channel.isOpen()) {
            return; // it may be another's by now
        }
        try {
            Files.deleteIfExists(addressFile(path));
            channel.close();
            TAKEN.remove(realPath);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
