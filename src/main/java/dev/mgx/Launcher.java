package dev.mgx;

import dev.mgx.cli.DataFolderTaken;
import dev.mgx.cli.Diagnosis;
import dev.mgx.cli.ServerLauncher;
import dev.mgx.engine.Recovery;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.server.CannotListen;
import dev.mgx.store.CommitProbe;
import dev.mgx.store.DataFolder;
import dev.mgx.store.FolderInUse;
import dev.mgx.store.StoreUnavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts servers for the command line.
 *
 * @param environment settings by name
 * @param settingsFile more of them; need not exist
 */
public record Launcher(Map<String, String> environment, Path settingsFile) implements ServerLauncher {

    @Override
    public Optional<URI> owner(Map<String, String> flags) {
        return owner(settings(flags).dataFolder());
    }

    /** The server that has this folder, if one does and answers. */
    static Optional<URI> owner(Path dataFolder) {
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

    @Override
    public RunningServer launch(Map<String, String> flags, Purpose purpose) {
        try {
            return switch (purpose) {
                case SERVE -> published(Wiring.start(settings(flags), Recovery.RESUME, CommitProbe.NONE));
                case WORK -> published(Wiring.start(settings(inside(flags)), Recovery.LEAVE, CommitProbe.NONE));
                case LOOK -> new Embedded(Wiring.start(settings(looking(flags)), Recovery.LEAVE, CommitProbe.NONE));
            };
        } catch (FolderInUse e) {
            throw new DataFolderTaken(String.valueOf(e.getMessage()), e);
        } catch (StoreUnavailable | SandboxUnavailable | CannotListen e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start was interrupted", e);
        }
    }

    /** The port and address of the settings are those of {@code serve}. */
    private static Map<String, String> inside(Map<String, String> flags) {
        Map<String, String> inside = new HashMap<>(flags);
        inside.putIfAbsent(Setting.MGX_PORT.name(), "0");
        inside.putIfAbsent(Setting.MGX_HOST.name(), Setting.MGX_HOST.defaultValue());
        return inside;
    }

    /** Nothing is run, so no sandbox needs to be tried, which takes its time. */
    private static Map<String, String> looking(Map<String, String> flags) {
        Map<String, String> looking = inside(flags);
        looking.put(Setting.MGX_SANDBOX.name(), "off");
        return looking;
    }

    private static RunningServer published(Wiring wiring) {
        try {
            wiring.publish();
        } catch (RuntimeException e) {
            wiring.close();
            throw e;
        }
        return new Embedded(wiring);
    }

    @Override
    public List<Diagnosis> diagnose(Map<String, String> flags) {
        return Doctor.examine(() -> settings(flags));
    }

    private Settings settings(Map<String, String> flags) {
        return Settings.read(flags, environment, settingsFile);
    }

    private record Embedded(Wiring wiring) implements RunningServer {
        @Override
        public URI address() {
            return wiring.address();
        }

        @Override
        public String banner() {
            return wiring.banner();
        }

        @Override
        public void close() {
            wiring.close();
        }
    }
}
