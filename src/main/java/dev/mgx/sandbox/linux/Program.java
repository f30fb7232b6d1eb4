package dev.mgx.sandbox.linux;

import dev.mgx.sandbox.SandboxUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the programs and scripts that sandboxes are set up with. */
final class Program {
    private static final String SYSTEM_PATH = "/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin";

    private Program() {}

    /** The absolute path of a program, from the usual system folders or PATH; empty if it is not installed. */
    static Optional<String> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(SYSTEM_PATH.split(":", -1)), Arrays.stream(path.split(":", -1)))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /**
     * The same for a program that the sandbox requires.
     *
     * @throws SandboxUnavailable if it is not installed
     */
    static String require(String name, String debianPackage) {
        return find(name)
                .orElseThrow(() -> new SandboxUnavailable(
                        "%s is not installed (Debian and Ubuntu: apt-get install %s)".formatted(name, debianPackage)));
    }

    /** The text of a shell script in the resources of this package. */
    static String script(String name) {
        try (InputStream in = Program.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Missing resource: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
