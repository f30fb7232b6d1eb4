package dev.mgx.sandbox;

import java.util.List;

/**
 * A language runtime available inside the sandbox.
 *
 * @param name {@code java}, {@code python3} or {@code node}
 * @param version the version it reports, such as {@code 25.0.3}
 * @param command the command to start it, tuned for a small machine; append the program's file and arguments
 */
public record LanguageRuntime(String name, String version, List<String> command) {
    public LanguageRuntime {
        command = List.copyOf(command);
    }
}
