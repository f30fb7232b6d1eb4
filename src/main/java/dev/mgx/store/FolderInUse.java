package dev.mgx.store;

import dev.mgx.store.sql.StoreUnavailable;
import java.nio.file.Path;

/** The data folder is in use by another process. */
public final class FolderInUse extends StoreUnavailable {
    private static final long serialVersionUID = 1L;

    FolderInUse(Path folder) {
        super(
                "The data folder %s is in use by another MGX Engine; stop that one or choose another folder with MGX_DATA_DIR"
                        .formatted(folder),
                null);
    }
}
