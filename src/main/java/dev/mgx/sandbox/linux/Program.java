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

/** What a sandbox is made from: programs of this machine, and scripts of this package. */
final class Program {
    private static final String ALWAYS = "/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin";

    private Program() {}

    /** The absolute path of a program, from PATH or where systems keep them; nothing if it is not installed. */
    static Optional<String> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Arrays.stream(ALWAYS.split(":", -1)), Arrays.stream(path.split(":", -1)))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /**
     * The same, where there is no sandbox without it.
     *
     * @throws SandboxUnavailable if it is not installed
     */
    static String require(String name, String debianPackage) {
        return find(name)
                .orElseThrow(() -> new SandboxUnavailable(
                        "%s is not installed (Debian and Ubuntu: apt-get install %s)".formatted(name, debianPackage)));
    }

    /** The text of a shell script beside this class. */
    static String script(String name) {
        try (InputStream in = Program.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The build left out the script " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
