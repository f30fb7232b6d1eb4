package dev.mgx.simulated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A generated program in a folder, run with the JDK of the tests. */
record GeneratedProject(Path folder) {

    /** The result of a run: exit code, and output including standard error. */
    record Run(int exitCode, String output) {}

    static GeneratedProject of(Path folder, Map<String, String> files) {
        files.forEach((path, content) -> write(folder.resolve(path), content));
        return new GeneratedProject(folder);
    }

    Run acceptanceTest() throws IOException, InterruptedException {
        return run("-Xshare:auto", "AcceptanceTest.java");
    }

    /** Runs {@code java} with these arguments in the folder; fails when it takes more than 30 s. */
    Run run(String... arguments) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new java.util.ArrayList<>(
                List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + folder));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running after 30 s: " + command);
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
