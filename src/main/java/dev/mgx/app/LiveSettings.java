package dev.mgx.app;

import dev.mgx.config.BadSetting;
import dev.mgx.config.Setting;
import dev.mgx.config.Settings;
import dev.mgx.config.SettingsFile;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings again while a server runs. The level of the log is what the settings file says by then, whatever the
 * server was started with: nobody can change the environment of a running process. Everything else needs a new start.
 */
final class LiveSettings {
    private static final Logger log = LoggerFactory.getLogger(LiveSettings.class);

    private final Settings atTheStart;
    private final Supplier<Settings> now;
    private final SettingsFile file;

    /** @param now reads them, or throws {@link BadSetting} */
    LiveSettings(Settings atTheStart, Supplier<Settings> now, SettingsFile file) {
        this.atTheStart = atTheStart;
        this.now = now;
        this.file = file;
    }

    void reload() {
        try {
            Settings settings = now.get();
            String level = file.value(Setting.LOG_LEVEL)
                    .orElseGet(() -> settings.text(Setting.LOG_LEVEL))
                    .toUpperCase(Locale.ROOT);
            Logging.level(level);
            List<String> others = atTheStart.differences(settings).stream()
                    .filter(setting -> setting != Setting.LOG_LEVEL)
                    .map(Setting::name)
                    .toList();
            log.warn(
                    "The settings were read again; the log level is {}{}",
                    level,
                    others.isEmpty() ? "" : "; changes of " + String.join(", ", others) + " need a new start");
        } catch (BadSetting e) {
            log.error("The settings were read again, but stay as they are: {}", e.getMessage());
        }
    }
}
