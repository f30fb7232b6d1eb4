package dev.mgx.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The second wall without the first, which would hide it. */
@Timeout(20)
class LandlockTest {
    @TempDir
    Path folder;

    private Path inside;
    private Path outside;

    @BeforeEach
    void makeFolders() throws IOException {
        String version = output(new ProcessBuilder("perl", "-e", "print syscall(444, 0, 0, 1)"));
        assumeThat(Integer.parseInt(version))
                .as("the version of the kernel's Landlock")
                .isGreaterThanOrEqualTo(6);
        inside = Files.createDirectory(folder.resolve("inside"));
        outside = Files.createDirectory(folder.resolve("outside"));
    }

    @Test
    void writesOnlyInItsFolders() throws Exception {
        Files.writeString(outside.resolve("there"), "before");

        assertThat(run("echo a >inside/a; mkdir inside/b; mv inside/a inside/b/c; cat inside/b/c; rm -r inside/b;"
                        + " echo done; for what in 'echo x >outside/new' 'echo x >>outside/there'"
                        + " 'rm outside/there' 'mkdir outside/folder' 'mv outside/there inside/'"
                        + " 'ln outside/there inside/link' ': >outside/there'; do"
                        + " if sh -c \"$what\" 2>/dev/null; then echo \"$what\"; fi; done; cat outside/there"))
                .isEqualTo("a\ndone\nbefore");
    }

    @Test
    void writesToDevices() throws Exception {
        assertThat(run("echo x >/dev/null && echo written")).isEqualTo("written\n");
    }

    @Test
    void whatItStartsIsWalledInToo() throws Exception {
        assertThat(run("(sh -c 'sh -c \"echo x >outside/new\"') 2>/dev/null || echo refused"))
                .isEqualTo("refused\n");
    }

    @Test
    void sendsNoSignalOut() throws Exception {
        long self = ProcessHandle.current().pid();

        assertThat(run("kill -0 %d 2>/dev/null || echo refused; kill -0 $$ && echo itself".formatted(self)))
                .isEqualTo("refused\nitself\n");
    }

    private String run(String script) throws IOException {
        List<String> command = List.of(
                Program.require("setpriv", "util-linux"),
                "--no-new-privs",
                "perl",
                "-e",
                Program.script("landlock.pl"),
                inside.toString(),
                "--",
                "sh",
                "-c",
                script);
        return output(new ProcessBuilder(command).directory(folder.toFile()));
    }

    private static String output(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
