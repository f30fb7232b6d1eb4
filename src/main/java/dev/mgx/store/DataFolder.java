package dev.mgx.store;

import dev.mgx.store.sql.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder for all persistent data, owned by one process at a time. The locks are the operating system's and end with
 * the process, however it ends. There are two on one file: the first is the ownership and is never touched by a check;
 * a check tries the second, which the owner takes after the first, waiting for checks in progress.
 */
public final class DataFolder implements AutoCloseable {
    /**
     * The folders that this process owns, by real path; guarded by itself. The locks belong to the process, and closing
     * any channel to the file releases them, so opening a folder twice must not touch the file.
     */
    private static final Set<Path> TAKEN = new HashSet<>();

    /** The byte whose lock means ownership. */
    private static final long OWNED = 0;

    /** The byte whose lock shows others that the folder is owned. */
    private static final long SHOWN = 1;

    /**
     * How long an owner waits for checks in progress, each of which is brief, before it proceeds without the second
     * lock.
     */
    private static final Duration CHECKS_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LOOKERS_PAUSE = Duration.ofMillis(1);

    private static final String LOCK = "lock";

    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

    private final Path path;
    private final Path realPath;
    private final FileChannel channel;

    private DataFolder(Path path, Path realPath, FileChannel channel) {
        this.path = path;
        this.realPath = realPath;
        this.channel = channel;
    }

    /**
     * Takes ownership of the folder, creating it if it is missing.
     *
     * @throws StoreUnavailable if it cannot be written or is in use by another process
     */
    public static DataFolder open(Path path) {
        try {
            Files.createDirectories(path);
            Path realPath = path.toRealPath();
            synchronized (TAKEN) {
                if (TAKEN.contains(realPath)) {
                    throw new FolderInUse(path);
                }
                DataFolder folder = lock(path, realPath);
                TAKEN.add(realPath);
                return folder;
            }
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
            lock = channel.tryLock(OWNED, 1, false);
            if (lock != null) {
                show(channel, path);
            }
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

    /** Takes the lock that checks try. */
    private static void show(FileChannel channel, Path path) throws IOException {
        long giveUp = System.nanoTime() + CHECKS_TIMEOUT.toNanos();
        while (channel.tryLock(SHOWN, 1, false) == null) {
            if (System.nanoTime() - giveUp > 0) {
                log.warn("The data folder {} is checked continuously; other processes may consider it free", path);
                return;
            }
            LockSupport.parkNanos(LOOKERS_PAUSE.toNanos());
        }
    }

    /** Whether a process owns the folder now; this may change at any moment. Does not keep others from taking it. */
    public static boolean isTaken(Path path) {
        try {
            Path realPath = path.toRealPath();
            synchronized (TAKEN) {
                return TAKEN.contains(realPath) || isShown(realPath.resolve(LOCK));
            }
        } catch (IOException e) {
            return false; // without a lock file nobody can hold a lock
        }
    }

    /** Shared, so that checks do not see each other. */
    private static boolean isShown(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock free = channel.tryLock(SHOWN, 1, true)) {
            return free == null;
        }
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "access denied";
            case java.nio.file.NoSuchFileException missing -> "its parent folder does not exist";
            case java.nio.file.FileAlreadyExistsException exists -> "a file is in its place";
            case java.nio.file.FileSystemException system when system.getReason() != null -> system.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    public Path path() {
        return path;
    }

    /** The file with the URL of the server that owns the folder; read by the command line. */
    public static Path addressFile(Path dataFolder) {
        return dataFolder.resolve("server.url");
    }

    /** Publishes the URL of the folder's owner. */
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
            return; // it may belong to another process by now
        }
        try {
            Files.deleteIfExists(addressFile(path));
            synchronized (TAKEN) {
                channel.close();
                TAKEN.remove(realPath);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
