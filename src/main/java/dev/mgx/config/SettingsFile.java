package dev.mgx.config;

import dev.mgx.file.ShellWord;
import dev.mgx.file.TrustedFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file with settings: the user's own, or one that the command line names. It holds keys and the addresses that they
 * go to, so it is never one that happens to be in the current folder, and nobody else may be able to change it.
 *
 * @param path null for none
 * @param required whether it must exist
 */
public record SettingsFile(@Nullable Path path, boolean required) {
    /** The option that names another file; not a setting, so that no environment names one. */
    public static final String OPTION = "config";

    /** No file. */
    public static final SettingsFile NONE = new SettingsFile(null, false);

    private static final String NAME = "mgx.properties";

    /**
     * The user's own file, {@code mgx/mgx.properties} in {@code XDG_CONFIG_HOME} (default {@code ~/.config}), which need
     * not exist. As the XDG Base Directory Specification demands, a relative {@code XDG_CONFIG_HOME} is ignored.
     */
    public static SettingsFile usual(Map<String, String> environment) {
        String configured = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Optional<Path> folder = configured.startsWith("/")
                ? Optional.of(Path.of(configured))
                : HomeFolder.of(environment).map(home -> home.resolve(".config"));
        return new SettingsFile(
                folder.map(each -> each.resolve("mgx").resolve(NAME)).orElse(null), false);
    }

    /** The file that the command line names. */
    public static SettingsFile named(String file) {
        return new SettingsFile(Path.of(file), true);
    }

    /**
     * Its settings by name.
     *
     * @throws BadSetting if it cannot be read or trusted, or is not right
     */
    Map<String, String> read() {
        if (path == null || !Files.exists(path)) {
            if (required) {
                throw new BadSetting("The settings file %s, which --%s names, does not exist".formatted(path, OPTION));
            }
            return Map.of();
        }
        Properties properties = new Properties();
        try {
            TrustedFile.check(path);
            // Some editors begin a file with a byte-order mark, which would become part of the first name.
            properties.load(new StringReader(Files.readString(path).replaceFirst("^\ufeff", "")));
        } catch (IOException | IllegalArgumentException e) {
            throw new BadSetting("The settings file %s cannot be used: %s".formatted(path, e.getMessage()));
        }
        properties.stringPropertyNames().forEach(name -> check(name, properties.getProperty(name)));
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }

    /**
     * What it says now of one setting.
     *
     * @throws BadSetting if it cannot be read or trusted, or is not right
     */
    public Optional<String> value(Setting setting) {
        return Optional.ofNullable(Settings.given(setting, read(), Settings.IN_FILE))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private void check(String name, String value) {
        Setting setting = Setting.named(name)
                .orElseThrow(() -> new BadSetting("%s sets %s, which is not a setting; did you mean %s?"
                        .formatted(path, name, UnknownSettings.nearest(name))));
        if (setting.path() && !value.isBlank() && !value.strip().matches("(?s)[/~].*")) {
            throw new BadSetting(
                    "%s sets %s to '%s', but there a path must begin with / or ~/, because the current folder decides where any other leads"
                            .formatted(path, name, value.strip()));
        }
    }

    /**
     * What a user should know at the start, in sentences.
     *
     * @param currentFolder where a file of the same name is ignored
     */
    public List<String> notices(Path currentFolder) {
        return Stream.of(ignored(currentFolder), readable())
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> ignored(Path currentFolder) {
        Path found = currentFolder.resolve(NAME);
        if (!Files.exists(found, LinkOption.NOFOLLOW_LINKS) || isThis(found)) {
            return Optional.empty();
        }
        String place = required || path == null ? "" : "move its settings to %s, or ".formatted(path);
        return Optional.of(
                "%s in the current folder is ignored, because whoever made the folder may have written it; if it is yours, %suse --%s %1$s"
                        .formatted(NAME, place, OPTION));
    }

    private boolean isThis(Path found) {
        try {
            return path != null && Files.exists(path) && Files.isSameFile(path, found);
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<String> readable() {
        try {
            if (path == null || !Files.exists(path)) {
                return Optional.empty();
            }
            boolean exposed = TrustedFile.check(path).readableByOthers()
                    && read().keySet().stream()
                            .flatMap(name -> Setting.named(name).stream())
                            .anyMatch(Setting::confidential);
            return exposed
                    ? Optional.of("%s has a key or a password and can be read by other users; run chmod 600 %s"
                            .formatted(path, ShellWord.quoted(path)))
                    : Optional.empty();
        } catch (IOException | BadSetting e) {
            return Optional.empty(); // whoever reads the settings says what is wrong
        }
    }
}
