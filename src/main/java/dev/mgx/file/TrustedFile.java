package dev.mgx.file;

import java.io.IOException;
import java.nio.file.Path;

/** Files whose content decides something, so that nobody else may have written it. */
public final class TrustedFile {
    private TrustedFile() {}

    /**
     * Who may use an existing file that only its owner, who is the user of this process or root, can change. Links are
     * followed.
     *
     * @throws UnsafeFile if another user can change or replace it
     */
    public static FileAccess check(Path file) throws IOException {
        FileAccess access = FileAccess.of(file);
        if (!access.trusted()) {
            throw new UnsafeFile(
                    file, "belongs to another user (ID %d), who decides what is in it".formatted(access.owner()));
        }
        if (access.writableByOthers()) {
            throw new UnsafeFile(
                    file,
                    "can be changed by other users (its mode is %s): run chmod 600 %s"
                            .formatted(access.permissions(), ShellWord.quoted(file)));
        }
        if (access.regular()) { // a pipe, as in --config <(…), has no real path
            OwnFolder.checkAbove(file.toRealPath());
        }
        return access;
    }
}
