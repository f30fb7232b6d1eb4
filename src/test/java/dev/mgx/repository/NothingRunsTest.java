package dev.mgx.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A repository in which everything that git would run writes a file. */
@Timeout(20)
class NothingRunsTest {
    private static final List<String> HOOKS = List.of(
            "pre-commit",
            "post-commit",
            "post-checkout",
            "post-index-change",
            "reference-transaction",
            "update",
            "pre-auto-gc",
            "fsmonitor-watchman");

    @TempDir
    Path temp;

    private Path canary;
    private GitFixture fixture;

    @BeforeEach
    void create() throws Exception {
        canary = temp.resolve("canary");
        fixture = GitFixture.create(temp.resolve("project"));
        fixture.write("a.txt", "a\n");
        fixture.write("b.txt", "b\n");
        fixture.commit();
        fixture.write(".gitattributes", "* filter=trap diff=trap merge=trap ident text=auto\n");
        fixture.write("a.txt", "changed\n");
        String trap = script(temp.resolve("trap"));
        for (String hook : HOOKS) {
            script(fixture.file(".git/hooks/" + hook));
        }
        fixture.write("more.config", "[core]\n fsmonitor = %s\n".formatted(trap));
        fixture.write(".git/config", """
                [core]
                  repositoryformatversion = 0
                  fsmonitor = TRAP
                  sshCommand = TRAP
                  pager = TRAP
                  editor = TRAP
                  askPass = TRAP
                  logAllRefUpdates = always
                [filter "trap"]
                  clean = TRAP
                  smudge = TRAP
                  process = TRAP
                  required = true
                [diff "trap"]
                  textconv = TRAP
                  command = TRAP
                [merge "trap"]
                  driver = TRAP
                [diff]
                  external = TRAP
                [commit]
                  gpgSign = true
                [gpg]
                  program = TRAP
                [credential]
                  helper = TRAP
                [gc]
                  auto = 1
                [include]
                  path = ../more.config
                """.replace("TRAP", trap));
    }

    private String script(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\necho \"$0 $*\" >> '%s'\n".formatted(canary));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    @Test
    void readingAndWritingRunNothing() throws Exception {
        try (LocalRepository repository = LocalRepository.open(fixture.folder)) {
            Source source = repository.read(true, GitFixture.LIMITS);
            BranchResult written =
                    BranchTest.write(repository, source.commit(), BranchTest.step("New", "b.txt", "new"));

            assertThat(source.files()).containsKey("b.txt");
            assertThat(written.moved()).isTrue();
        }
        assertThat(canary).doesNotExist();
        assertThat(fixture.file(".git/logs/refs/heads/mgx")).doesNotExist();
    }

    /** Without this the other test would show nothing. */
    @Test
    @EnabledIf("dev.mgx.repository.RealGit#isHere")
    void gitItselfRunsThem() throws Exception {
        RealGit.run(fixture.folder, "-c", "filter.trap.process=", "-c", "filter.trap.required=false", "status");

        assertThat(canary).exists();
    }

    @Test
    void nothingIsKnownOfTheMachine() throws Exception {
        LocalRepository.open(fixture.folder).close();
        SystemReader system = SystemReader.getInstance();

        assertThat(system.getenv("PATH")).isNull();
        assertThat(system.getHostname()).isEqualTo("localhost");
        assertThat(system.getUserConfig().getSections()).isEmpty();
        assertThat(system.getSystemConfig().getSections()).isEmpty();
        assertThat(system.getJGitConfig().getSections()).isEmpty();
        assertThat(FS.getFileStoreAttributes(temp).getFsTimestampResolution())
                .as("measured by writing, where it is not set")
                .hasSeconds(2);
    }
}
