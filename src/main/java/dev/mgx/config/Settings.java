package dev.mgx.config;

import dev.mgx.store.sql.database.DatabaseUrl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The effective settings, all validated: flags override the environment, which overrides the file. Immutable. */
public final class Settings {
    static final String IN_FILE = "in the settings file";

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Optional<Path> home;

    private Settings(Optional<Path> home) {
        this.home = home;
    }

    /**
     * Reads the settings.
     *
     * @param flags by setting name
     * @throws BadSetting when a value is invalid, or the file cannot be used
     */
    public static Settings read(Map<String, String> flags, Map<String, String> environment, SettingsFile file) {
        Map<String, String> fromFile = file.read();
        Settings settings = new Settings(HomeFolder.of(environment));
        for (Setting setting : Setting.values()) {
            String value = given(setting, flags, "on the command line");
            value = value != null ? value : given(setting, environment, "in the environment");
            value = value != null ? value : given(setting, fromFile, IN_FILE);
            if (value != null && !value.isBlank()) {
                setting.check(value.strip());
                settings.values.put(setting, value.strip());
            }
        }
        return settings;
    }

    /** Its value in one place, by either of its names; null if it is not there. */
    static @Nullable String given(Setting setting, Map<String, String> values, String where) {
        String found = null;
        for (String name : setting.names()) {
            String value = values.get(name);
            if (value != null
                    && found != null
                    && !found.isBlank()
                    && !value.isBlank()
                    && !setting.ofTheMachine()
                    && !same(value, found)) {
                throw new BadSetting("%s and %s are the same setting, but differ %s; remove one of them"
                        .formatted(setting.names().getFirst(), name, where));
            }
            if (found == null || (found.isBlank() && value != null)) {
                found = value;
            }
        }
        return found;
    }

    private static boolean same(String value, String other) {
        return value.strip().equals(other.strip());
    }

    public String text(Setting setting) {
        return values.getOrDefault(setting, setting.defaultValue());
    }

    /** Whether the setting was set explicitly. */
    public boolean given(Setting setting) {
        return values.containsKey(setting);
    }

    /** The settings whose values in the others are not the same. */
    public List<Setting> differences(Settings others) {
        return Arrays.stream(Setting.values())
                .filter(setting -> !text(setting).equals(others.text(setting)))
                .toList();
    }

    public int number(Setting setting) {
        return Integer.parseInt(text(setting));
    }

    /** The number; {@code automatic} if the setting is {@code auto}. */
    public int number(Setting setting, int automatic) {
        return text(setting).equals("auto") ? automatic : number(setting);
    }

    public Duration duration(Setting setting) {
        return time(text(setting));
    }

    /** Parses a duration; seconds if it has no unit. */
    static Duration time(String value) {
        String digits = value.replaceAll("[^0-9]", "");
        long amount = Long.parseLong(digits);
        return switch (value.substring(digits.length())) {
            case "ms" -> Duration.ofMillis(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    public boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }

    public List<String> list(Setting setting) {
        return Arrays.stream(text(setting).split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** The origins of other web pages that may use the server. */
    public List<String> origins() {
        return OriginList.parse(text(Setting.CORS_ORIGINS));
    }

    /** Under which URLs people reach the server, each with a slash at its end. */
    public List<String> publicUrls() {
        return PublicUrlList.parse(text(Setting.MGX_PUBLIC_URL));
    }

    /** The proxies whose headers count, as ranges of addresses in CIDR notation. */
    public List<String> trustedProxies() {
        return ProxyList.parse(text(Setting.MGX_TRUSTED_PROXIES));
    }

    /** The headers of every request to a model, by their names. */
    public Map<String, String> modelHeaders() {
        return HeaderList.parse(text(Setting.MGX_LLM_HEADERS));
    }

    public DatabaseUrl database() {
        return DatabaseUrl.parse(text(Setting.MGX_DATABASE_URL));
    }

    /** The data folder. */
    public Path dataFolder() {
        return path(Setting.MGX_DATA_DIR);
    }

    /**
     * A path, absolute, with {@code ~} expanded.
     *
     * @throws BadSetting if it is in the home folder, and there is none
     */
    public Path path(Setting setting) {
        String path = text(setting);
        if (!path.startsWith("~")) {
            return Path.of(path).toAbsolutePath();
        }
        return home.orElseThrow(() -> new BadSetting(
                        "%s is '%s', but this user has no home folder; set HOME, or %1$s to a path that begins with /"
                                .formatted(setting.name(), path)))
                .resolve(path.replaceFirst("^~/*", ""));
    }
}
