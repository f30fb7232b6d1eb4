package dev.mgx.file;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Who may use a file, of whatever kind.
 *
 * @param owner the user ID of its owner
 * @param mode its kind and permissions, as in {@code st_mode} (POSIX, sys/stat.h)
 */
public record FileAccess(int owner, int mode) {
    private static final int KIND = 0170000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final int STICKY = 01000;
    private static final int ROOT = 0;
    private static final long US = new UnixSystem().getUid();

    /** A file that does not exist has no access to read. */
    public static FileAccess of(Path file, LinkOption... options) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(file, "unix:uid,mode", options);
        return new FileAccess(number(attributes, "uid"), number(attributes, "mode"));
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name));
    }

    public boolean regular() {
        return (mode & KIND) == REGULAR;
    }

    public boolean link() {
        return (mode & KIND) == LINK;
    }

    /** Whether it belongs to the user of this process. */
    public boolean ours() {
        return owner == US;
    }

    /** Whether it belongs to a user who can do everything to this process anyway. */
    public boolean trusted() {
        return ours() || owner == ROOT;
    }

    public boolean readableByOthers() {
        return (mode & 0044) != 0;
    }

    /** Whether its group or everybody may change it. */
    public boolean writableByOthers() {
        return (mode & 0022) != 0;
    }

    /** Whether everybody may replace the files of others in this folder; a sticky one, such as /tmp, keeps them. */
    public boolean openToAll() {
        return (mode & 0002) != 0 && (mode & STICKY) == 0;
    }

    /** The permissions as {@code chmod} takes them. */
    public String permissions() {
        return "%04o".formatted(mode & 07777);
    }
}
