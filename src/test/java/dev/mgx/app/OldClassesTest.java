package dev.mgx.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Libraries whose classes are too old for Java's cache. */
@Timeout(30)
class OldClassesTest {
    @TempDir
    Path folder;

    @Test
    void classesGetTheStackMapsThatJavaVerifiesThemByAndAreTheSameOtherwise() throws Exception {
        Path original = Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path jar = Files.copy(original, folder.resolve("picocli.jar"));
        assertThat(OldClasses.hasOldClasses(jar)).isTrue();

        OldClasses.main(new String[] {folder.toString()});

        assertThat(OldClasses.hasOldClasses(jar)).isFalse();
        assertThat(names(jar)).isEqualTo(names(original));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (String name : names(jar)) {
                if (name.startsWith("picocli/CommandLine") && name.endsWith(".class")) {
                    Class<?> verified = Class.forName(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'), true, loader);
                    assertThat(verified.getClassLoader()).isSameAs(loader);
                }
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(jar);
        }
    }

    private static List<String> names(Path jar) throws Exception {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }
}
