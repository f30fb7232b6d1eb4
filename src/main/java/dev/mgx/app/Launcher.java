package dev.mgx.app;

import dev.mgx.cli.client.DataFolderTaken;
import dev.mgx.cli.client.Diagnosis;
import dev.mgx.cli.client.ServerLauncher;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.doctor.Doctor;
import dev.mgx.engine.Recovery;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.server.CannotListen;
import dev.mgx.store.FolderInUse;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.store.sql.StoreUnavailable;
import dev.mgx.store.sql.database.BackupContent;
import dev.mgx.wiring.DataFolderOwner;
import dev.mgx.wiring.Wiring;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Starts servers for the command line.
 *
 * @param environment settings by name
 * @param usualFile the file with more settings, unless a flag names another
 */
public record Launcher(Map<String, String> environment, SettingsFile usualFile) implements ServerLauncher {

    @Override
    public Optional<URI> owner(Map<String, String> flags) {
        return DataFolderOwner.of(settings(flags).dataFolder());
    }

    @Override
    public RunningServer launch(Map<String, String> flags, Purpose purpose) {
        try {
            return switch (purpose) {
                case SERVE -> published(Wiring.start(settings(flags), Recovery.RESUME, CommitProbe.NONE));
                case WORK -> published(Wiring.start(settings(embedded(flags)), Recovery.LEAVE, CommitProbe.NONE));
                case LOOK -> new Embedded(Wiring.start(settings(readOnly(flags)), Recovery.LEAVE, CommitProbe.NONE));
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

    /** The configured port and address are for {@code serve} only. */
    private static Map<String, String> embedded(Map<String, String> flags) {
        Map<String, String> embedded = new HashMap<>(flags);
        embedded.putIfAbsent(Setting.MGX_PORT.name(), "0");
        embedded.putIfAbsent(Setting.MGX_HOST.name(), Setting.MGX_HOST.defaultValue());
        return embedded;
    }

    /** Nothing is executed, so the sandbox is disabled to skip its slow trial run. */
    private static Map<String, String> readOnly(Map<String, String> flags) {
        Map<String, String> readOnly = embedded(flags);
        readOnly.put(Setting.MGX_SANDBOX.name(), "off");
        return readOnly;
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
    public List<String> notices(Map<String, String> flags) {
        return file(flags).notices(Path.of(""));
    }

    @Override
    public List<Diagnosis> diagnose(Map<String, String> flags) {
        return Doctor.examine(() -> settings(flags));
    }

    @Override
    public String backUp(Map<String, String> flags, Path file) {
        Settings settings = settings(flags);
        return sentence(() -> Store.backUp(settings.dataFolder(), settings.database(), file));
    }

    @Override
    public String restore(Map<String, String> flags, Path file) {
        Settings settings = settings(flags);
        return sentence(() -> Store.restore(file, settings.dataFolder(), settings.database()));
    }

    private static String sentence(Supplier<BackupContent> work) {
        try {
            return work.get().toString();
        } catch (StoreUnavailable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private Settings settings(Map<String, String> flags) {
        return Settings.read(flags, environment, file(flags));
    }

    private SettingsFile file(Map<String, String> flags) {
        String named = flags.get(SettingsFile.OPTION);
        return named == null ? usualFile : SettingsFile.named(named);
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
