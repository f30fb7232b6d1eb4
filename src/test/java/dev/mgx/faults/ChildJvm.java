package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Starts JVMs that run one class, quickly: an AOT cache (JEP 514) made by an undisturbed run halves the startup time.
 * The cache requires jars, so folders of classes are packed into jars.
 *
 * @param folder where the jars and the archive are
 */
record ChildJvm(Class<?> main, Path folder, String classPath) {

    static ChildJvm of(Class<?> main, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                classPath.add(
                        jar(path, folder.resolve(classPath.size() + ".jar")).toString());
            } else if (Files.exists(path)) {
                classPath.add(entry);
            }
        }
        return new ChildJvm(main, folder, String.join(File.pathSeparator, classPath));
    }

    /** Runs the class undisturbed to its end to create the cache. */
    void train(String... arguments) throws IOException, InterruptedException {
        try (ChildProcess child = start("-XX:AOTCacheOutput=" + cache(), folder.resolve("trained"), arguments)) {
            assertThat(child.await()).as(child.outputText()).isZero();
        }
        assertThat(cache())
                .as("the cache; the output of the child: " + Files.readString(folder.resolve("trained")))
                .exists();
    }

    ChildProcess start(Path output, String... arguments) throws IOException {
        return start("-XX:AOTCache=" + cache(), output, arguments);
    }

    private ChildProcess start(String option, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dmgx.log.level=ERROR",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ChildProcess(process, output);
    }

    private Path cache() {
        return folder.resolve("classes.aot");
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        try (Stream<Path> walk = Files.walk(classes);
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(jar));
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (Path each : walk.filter(path -> !path.equals(classes)).toList()) {
                String name = classes.relativize(each).toString();
                if (Files.isDirectory(each)) {
                    out.putNextEntry(new ZipEntry(name + "/")); // without it, resources are not found by their folder
                } else {
                    out.putNextEntry(new ZipEntry(name));
                    Files.copy(each, out);
                }
            }
        }
        return jar;
    }
}
