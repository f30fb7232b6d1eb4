package dev.mgx.wiring;

import dev.mgx.store.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the server that uses a data folder. */
public final class DataFolderOwner {
    private DataFolderOwner() {}

    /** The address of the server that uses this folder, if there is one and it responds. */
    public static Optional<URI> of(Path dataFolder) {
        Path file = DataFolder.addressFile(dataFolder);
        if (!Files.exists(file) || !DataFolder.isTaken(dataFolder)) {
            return Optional
                    .empty(); // the file of a killed server may contain an address that another server uses by now
        }
        try {
            URI address = URI.create(Files.readString(file).strip());
            return ServerProbe.answers(address) ? Optional.of(address) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // it has just shut down
        }
    }
}
