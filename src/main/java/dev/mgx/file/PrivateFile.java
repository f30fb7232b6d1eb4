package dev.mgx.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only the user of this process can read and write, whatever the umask is. Follows no symbolic link. */
public final class PrivateFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> CREATED =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private PrivateFile() {}

    /**
     * Creates the file, empty, if there is none. An existing one keeps its content.
     *
     * @throws UnsafeFile if something else is in its place, or a file of another user
     */
    public static void ensure(Path file) throws IOException {
        try {
            // Creating it exclusively does not follow a link either (POSIX, open: O_EXCL).
            Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), CREATED)
                    .close();
        } catch (FileAlreadyExistsException e) {
            // Whatever it is, the next line examines it.
        }
        restrict(file);
    }

    /**
     * Takes the existing file from other users.
     *
     * @throws UnsafeFile if it is a symbolic link or no regular file, or belongs to another user
     */
    public static void restrict(Path file) throws IOException {
        FileAccess access = FileAccess.of(file, LinkOption.NOFOLLOW_LINKS);
        if (!access.regular()) {
            throw new UnsafeFile(
                    file, access.link() ? "is a symbolic link, which is not followed" : "is not a regular file");
        }
        if (!access.ours()) {
            throw new UnsafeFile(file, "belongs to another user (ID %d)".formatted(access.owner()));
        }
        if (!access.permissions().equals("0600")) {
            Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(OWNER_ONLY);
        }
    }

    /** Writes a short text; whoever reads the file meanwhile sees the old text or the new one. */
    public static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        ensure(fresh);
        Files.writeString(fresh, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
