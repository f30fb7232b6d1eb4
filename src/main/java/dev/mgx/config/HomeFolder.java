package dev.mgx.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The home folder of the user: {@code HOME}, else what the system knows. One that is not absolute, as Java's for a user
 * without an entry in the system, would be in the current folder, and is none.
 */
final class HomeFolder {
    private HomeFolder() {}

    static Optional<Path> of(Map<String, String> environment) {
        return Stream.of(environment.getOrDefault("HOME", ""), System.getProperty("user.home", ""))
                .filter(each -> each.startsWith("/"))
                .map(Path::of)
                .findFirst();
    }
}
