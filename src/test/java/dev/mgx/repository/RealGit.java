package dev.mgx.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program of Git, where there is one: it makes what JGit does not, and says what it thinks of what JGit made. */
final class RealGit {
    private static final Path PROGRAM = Path.of("/usr/bin/git");

    private RealGit() {}

    static boolean isHere() {
        return Files.isExecutable(PROGRAM);
    }

    /** What it prints; an error if it fails. */
    static String run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(
                List.of("-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "safe.directory=*"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
