package dev.mgx.wiring;

import dev.mgx.store.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the server that has a data folder. */
public final class DataFolderOwner {
    private DataFolderOwner() {}

    /** The server that has this folder, if one does and answers. */
    public static Optional<URI> of(Path dataFolder) {
        Path file = DataFolder.addressFile(dataFolder);
        if (!Files.exists(file) || !DataFolder.isTaken(dataFolder)) {
            return Optional.empty(); // what a killed server left there may be the address of another by now
        }
        try {
            URI address = URI.create(Files.readString(file).strip());
            return ServerProbe.answers(address) ? Optional.of(address) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // it has just gone
        }
    }
}
