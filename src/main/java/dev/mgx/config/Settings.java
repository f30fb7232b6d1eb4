package dev.mgx.config;

import dev.mgx.store.sql.database.DatabaseUrl;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The effective settings, all validated: flags override the environment, which overrides the file. Immutable. */
public final class Settings {
    private final Map<Setting, String> values = new EnumMap<>(Setting.class);

    private Settings() {}

    /**
     * Reads the settings.
     *
     * @param flags by setting name
     * @param file {@code mgx.properties}; need not exist
     * @throws BadSetting when a value is invalid, or the file contains an unknown name
     */
    public static Settings read(Map<String, String> flags, Map<String, String> environment, Path file) {
        Map<String, String> fromFile = fromFile(file);
        Settings settings = new Settings();
        for (Setting setting : Setting.values()) {
            String name = setting.name();
            String value = flags.getOrDefault(name, environment.getOrDefault(name, fromFile.get(name)));
            if (value != null && !value.isBlank()) {
                setting.check(value.strip());
                settings.values.put(setting, value.strip());
            }
        }
        return settings;
    }

    private static Map<String, String> fromFile(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadSetting("The settings file %s cannot be read: %s".formatted(file, e.getMessage()));
        }
        for (String name : properties.stringPropertyNames()) {
            if (Setting.named(name).isEmpty()) {
                throw new BadSetting("%s sets %s, which is not a setting; the settings are %s"
                        .formatted(file, name, Arrays.toString(Setting.values())));
            }
        }
        return properties.stringPropertyNames().stream()
                .collect(java.util.stream.Collectors.toMap(name -> name, properties::getProperty));
    }

    public String text(Setting setting) {
        return values.getOrDefault(setting, setting.defaultValue());
    }

    /** Whether the setting was set explicitly. */
    public boolean given(Setting setting) {
        return values.containsKey(setting);
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

    public DatabaseUrl database() {
        return DatabaseUrl.parse(text(Setting.MGX_DATABASE_URL));
    }

    /** The data folder, with {@code ~} expanded. */
    public Path dataFolder() {
        String folder = text(Setting.MGX_DATA_DIR);
        String home = System.getProperty("user.home");
        return Path.of(folder.startsWith("~") ? home + folder.substring(1) : folder)
                .toAbsolutePath();
    }
}
