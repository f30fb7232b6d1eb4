package dev.mgx.wiring;

import dev.mgx.store.DataFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the server that uses a data folder. */
public final class DataFolderOwner {
    private DataFolderOwner() {}

    /** The address of the server that uses this folder, if there is one and it responds. */
    public static Optional<URI> of(Path dataFolder) {
        try {
            return DataFolder.address(dataFolder).map(URI::create).filter(ServerProbe::answers);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not an address
        }
    }
}
