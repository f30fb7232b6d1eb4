package dev.mgx.app;

import dev.mgx.cli.client.DataFolderTaken;
import dev.mgx.cli.client.Diagnosis;
import dev.mgx.cli.client.ServerLauncher;
import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import dev.mgx.config.UnknownSettings;
import dev.mgx.doctor.Doctor;
import dev.mgx.engine.Recovery;
import dev.mgx.repository.Author;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts servers for the command line.
 *
 * @param environment settings by name
 * @param usualFile the file with more settings, unless a flag names another
 */
public record Launcher(Map<String, String> environment, SettingsFile usualFile) implements ServerLauncher {
    private static final Logger log = LoggerFactory.getLogger(Launcher.class);

    @Override
    public Optional<URI> owner(Map<String, String> flags) {
        return DataFolderOwner.of(settings(flags).dataFolder());
    }

    @Override
    public RunningServer launch(Map<String, String> flags, Purpose purpose) {
        Settings settings = settings(
                switch (purpose) {
                    case SERVE -> flags;
                    case WORK -> embedded(flags);
                    case LOOK -> readOnly(flags);
                });
        configureLog(settings);
        try {
            return switch (purpose) {
                case SERVE -> serving(flags, settings);
                case WORK -> new Embedded(published(Wiring.start(settings, Recovery.LEAVE, CommitProbe.NONE)));
                case LOOK -> new Embedded(Wiring.start(settings, Recovery.LEAVE, CommitProbe.NONE));
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

    private static void configureLog(Settings settings) {
        if (settings.given(Setting.LOG_LEVEL)) {
            Logging.level(settings.text(Setting.LOG_LEVEL));
        }
        if (isJson(settings)) {
            Logging.json();
        }
    }

    private RunningServer serving(Map<String, String> flags, Settings settings) throws InterruptedException {
        Thread classes = LoadedClasses.load();
        Wiring wiring = published(Wiring.start(settings, Recovery.RESUME, CommitProbe.NONE));
        classes.join();
        LiveSettings live = new LiveSettings(settings, () -> settings(flags), file(flags));
        return new Serving(new Embedded(wiring), settings, live, new SystemdNotify(environment));
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

    private static Wiring published(Wiring wiring) {
        try {
            wiring.publish();
        } catch (RuntimeException e) {
            wiring.close();
            throw e;
        }
        return wiring;
    }

    @Override
    public List<String> notices(Map<String, String> flags) {
        List<String> notices = Stream.concat(
                        file(flags).notices(Path.of("")).stream(), UnknownSettings.in(environment).stream())
                .toList();
        if (notices.isEmpty() || !logsJson(flags)) {
            return notices;
        }
        Logging.json(); // whoever reads JSON from standard error is told in JSON
        notices.forEach(notice -> log.warn("{}", notice));
        return List.of();
    }

    private boolean logsJson(Map<String, String> flags) {
        try {
            return isJson(settings(flags));
        } catch (BadSetting e) {
            return false; // whoever needs the settings says what is wrong
        }
    }

    private static boolean isJson(Settings settings) {
        return settings.text(Setting.MGX_LOG_FORMAT).equals("json");
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

    @Override
    public Author author(Map<String, String> flags) {
        String author = settings(flags).text(Setting.MGX_GIT_AUTHOR);
        int address = author.indexOf('<');
        return new Author(author.substring(0, address).strip(), author.substring(address + 1, author.length() - 1));
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

    /** For one command: it has no supervisor, and nothing of it changes while it runs. */
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
        public void ready() {}

        @Override
        public void ending(String why) {}

        @Override
        public void reload() {}

        @Override
        public void close() {
            wiring.close();
        }
    }
}
