package dev.mgx.e2e;

import dev.mgx.app.Main;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A checkout with the script {@code mgx}, whose sources are one file, and a Maven that makes of them what the tests run
 * from. As the real one does, it writes into its jar while others may read it.
 */
final class Checkout implements AutoCloseable {
    private final Path parent;
    private final Path folder;
    private final Path tools;
    private final Path jdk;

    Checkout(Path parent) throws Exception {
        this.parent = parent;
        folder = Files.createDirectory(parent.resolve("checkout"));
        tools = Files.createDirectories(parent.resolve("tools/bin"));
        Files.createDirectories(folder.resolve("src/main"));
        Files.createDirectories(folder.resolve("ui"));
        Files.createDirectories(folder.resolve("clients/typescript/src"));
        Files.writeString(folder.resolve("pom.xml"), "<project/>");
        change("first");
        Files.copy(Path.of("mgx"), folder.resolve("mgx"));
        executable(folder.resolve("mgx"));
        Path made = Files.createDirectories(parent.resolve("made/lib"));
        List<String> libraries = libraries(made);
        jar(made.resolveSibling("mgx.jar"), libraries);
        Path mvn = Files.writeString(tools.resolve("mvn"), """
                #!/bin/sh
                set -e
                echo '[INFO] --- toolchains:3.3.0:select (jdk) @ mgx ---'
                echo '[INFO] Downloading from here: a library'
                echo '[INFO] --- jacoco:0.8.15:prepare (agent) @ mgx ---'
                echo '[INFO] Downloading from here: another'
                echo '[INFO] --- exec:3.6.4:exec (page) @ mgx ---'
                echo '[INFO] --- compiler:3.16.0:compile (default-compile) @ mgx ---'
                for _ in $(seq 600); do [ -e held ] || break; sleep 0.05; done
                mkdir -p target/lib
                cp -Pf %1$s/lib/* target/lib/
                cat %1$s/mgx.jar >target/mgx.jar
                """.formatted(parent.resolve("made")));
        executable(mvn);
        jdk = parent.resolve("jdk");
        makeJdk();
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Links to the libraries of this process, which the jar names. */
    private static List<String> libraries(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path library = Path.of(each).toAbsolutePath();
            if (each.endsWith(".jar") && !names.contains(library.getFileName().toString())) {
                Files.createSymbolicLink(folder.resolve(library.getFileName()), library);
                names.add(library.getFileName().toString());
            }
        }
        return names;
    }

    private static void jar(Path file, List<String> libraries) throws IOException, URISyntaxException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Main.class.getName());
        manifest.getMainAttributes().putValue("Enable-Native-Access", "ALL-UNNAMED");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        String.join(
                                " ",
                                libraries.stream().map(name -> "lib/" + name).toList()));
        Path classes = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(found -> !found.equals(classes)).toList()) {
                boolean folder = Files.isDirectory(each);
                jar.putNextEntry(new ZipEntry(classes.relativize(each) + (folder ? "/" : "")));
                if (!folder) {
                    Files.copy(each, jar);
                }
                jar.closeEntry();
            }
        }
    }

    /** This JDK, but for the training of caches, which takes as long as all else. Keeps what it was last called with. */
    private void makeJdk() throws IOException {
        Path home = Path.of(System.getProperty("java.home"));
        Files.createDirectories(jdk.resolve("bin"));
        Files.createSymbolicLink(jdk.resolve("release"), home.resolve("release"));
        Files.createSymbolicLink(jdk.resolve("bin/javac"), home.resolve("bin/javac"));
        Path java = Files.writeString(
                jdk.resolve("bin/java"), """
                #!/bin/bash
                case "$*" in *OldClasses*) exit 1 ;; esac
                for each; do case $each in -XX:AOTCacheOutput=*) cache=${each#*=} ;; esac; done
                if [ -z "$cache" ]; then
                  echo "$*" >%1$s
                  exec %2$s "$@"
                fi
                [ -e %3$s ] || exit 1
                echo nothing >"$cache"
                case "$*" in
                  *' serve '*) mkdir data && mkfifo held && touch data/server.url && read -r _ <>held ;;
                esac
                """.formatted(arguments(), home.resolve("bin/java"), training()));
        executable(java);
    }

    private Path arguments() {
        return parent.resolve("java.arguments");
    }

    private Path training() {
        return parent.resolve("trains");
    }

    /** Has the next builds train caches, in which there is nothing. */
    void letBuildsTrain() throws IOException {
        Files.createFile(training());
    }

    /** What Java was last called with, but for the training. */
    String javaArguments() throws IOException {
        return Files.readString(arguments());
    }

    /** Has the JDK be another one from now on. */
    void updateJdk() throws IOException {
        Path release = jdk.resolve("release");
        String text = Files.readString(release);
        Files.delete(release);
        Files.writeString(release, text + "SOURCE=\"another\"\n");
    }

    Path folder() {
        return folder;
    }

    /** Changes the sources. */
    void change(String content) throws IOException {
        Files.writeString(folder.resolve("src/main/source.txt"), content);
    }

    /** The builds that are there. */
    List<Path> builds() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(".builds"))) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Has the next builds compile until they are let go. */
    void holdBuilds() throws IOException {
        Files.createFile(folder.resolve("held"));
    }

    void letBuildsGo() throws IOException {
        Files.deleteIfExists(folder.resolve("held"));
    }

    boolean isHeld() {
        return Files.exists(folder.resolve("held"));
    }

    /** Puts a program beside its tools. */
    void tool(String name, String script) throws IOException {
        executable(Files.writeString(tools.resolve(name), script));
    }

    /** The command line that runs the script on a terminal. */
    List<String> onATerminal(String... arguments) {
        return List.of("script", "-qec", String.join(" ", command(arguments)), "/dev/null");
    }

    /** The command line that runs the script. */
    List<String> command(String... arguments) {
        return Stream.concat(Stream.of(folder.resolve("mgx").toString()), Arrays.stream(arguments))
                .toList();
    }

    /** The environment of its tools. */
    Map<String, String> environment() {
        return Map.of("PATH", tools + File.pathSeparator + System.getenv("PATH"), "JAVA_HOME", jdk.toString());
    }

    /** Removes the links to what is elsewhere; the rest goes with the parent folder. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(parent)) {
            for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    /** The exit code and output of a command. */
    record Output(int exitCode, String text) {}

    Output mgx(String... arguments) throws IOException, InterruptedException {
        return run(command(arguments));
    }

    Output run(List<String> command) throws IOException, InterruptedException {
        Path file = Files.createTempFile(parent, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file.toFile());
        builder.environment().putAll(environment());
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError(command + " does not end");
            }
            return new Output(process.exitValue(), Files.readString(file));
        } finally {
            process.destroyForcibly();
        }
    }
}
