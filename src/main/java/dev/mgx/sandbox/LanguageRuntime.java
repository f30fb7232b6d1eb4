package dev.mgx.sandbox;

import java.util.List;

/**
 * A language that programs in the sandbox can be written in.
 *
 * @param name {@code java}, {@code python3} or {@code node}
 * @param version as it reports it, such as {@code 25.0.3}
 * @param command how to start it so that it suits a small machine: append the program's file and arguments
 */
public record LanguageRuntime(String name, String version, List<String> command) {
    public LanguageRuntime {
        command = List.copyOf(command);
    }
}
