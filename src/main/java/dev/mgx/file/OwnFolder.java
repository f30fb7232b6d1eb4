package dev.mgx.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Folders that belong to the user of this process, and in which nobody else can put or replace anything. */
public final class OwnFolder {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> CREATED =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private OwnFolder() {}

    /**
     * Creates the folder, readable by nobody else, and its parents, if there is none.
     *
     * @throws FileAlreadyExistsException if a file, or a link to nothing, is in its place
     */
    public static void ensure(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getParent() != null) {
            Files.createDirectories(folder.getParent());
        }
        try {
            Files.createDirectory(folder, CREATED);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) { // or somebody else was faster
                throw e;
            }
        }
    }

    /**
     * The real path of an existing folder that is safe to use.
     *
     * @throws UnsafeFile if it belongs to another user, or others can change it or a folder above it
     */
    public static Path check(Path folder) throws IOException {
        FileAccess itself = FileAccess.of(folder, LinkOption.NOFOLLOW_LINKS);
        Path real = folder.toRealPath();
        FileAccess access = FileAccess.of(real);
        if (!itself.trusted() || !access.ours()) {
            int owner = itself.trusted() ? access.owner() : itself.owner();
            throw new UnsafeFile(folder, "belongs to another user (ID %d)".formatted(owner));
        }
        if (access.writableByOthers()) {
            throw new UnsafeFile(
                    real,
                    "can be changed by other users (its mode is %s): run chmod 700 %s"
                            .formatted(access.permissions(), ShellWord.quoted(real)));
        }
        checkAbove(real);
        return real;
    }

    /**
     * Checks that not everybody can replace this file or folder.
     *
     * @param real its real path
     * @throws UnsafeFile if a folder above it is open to all
     */
    static void checkAbove(Path real) throws IOException {
        for (Path above = real.getParent(); above != null; above = above.getParent()) {
            if (FileAccess.of(above).openToAll()) {
                throw new UnsafeFile(
                        real,
                        "can be replaced by other users, because %s is open to all: run chmod o-w %s"
                                .formatted(above, ShellWord.quoted(above)));
            }
        }
    }

    /** Takes the folder from readers, too. */
    public static void restrict(Path real) throws IOException {
        Files.setPosixFilePermissions(real, OWNER_ONLY);
    }
}
