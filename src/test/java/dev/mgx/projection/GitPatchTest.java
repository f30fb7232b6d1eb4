package dev.mgx.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GitPatchTest {
    private static final KeptFile PICTURE = new KeptFile.Binary(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});

    private final Map<String, KeptFile> before = new TreeMap<>();
    private final Map<String, KeptFile> after = new TreeMap<>();

    private void change(String path, String old, String changed) {
        before.put(path, new KeptFile.Text(old));
        after.put(path, new KeptFile.Text(changed));
    }

    private void add(String path, String content) {
        after.put(path, new KeptFile.Text(content));
    }

    private void delete(String path, String content) {
        before.put(path, new KeptFile.Text(content));
    }

    private String patch() throws InterruptedException {
        return GitPatch.of(FileChange.between(before, after));
    }

    @Test
    void readsAsGitWritesIt() throws Exception {
        change("src/a b.py", "one\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\n5");
        add("new.txt", "new\n");
        delete("old.txt", "old");
        add("empty", "");
        change("same.txt", "same\n", "same\n");
        change("mgx.json", "{}", "{\"checks\":[]}");

        assertThat(patch()).isEqualTo("""
                diff --git a/empty b/empty
                new file mode 100644
                diff --git a/new.txt b/new.txt
                new file mode 100644
                --- /dev/null
                +++ b/new.txt
                @@ -0,0 +1,1 @@
                +new
                diff --git a/old.txt b/old.txt
                deleted file mode 100644
                --- a/old.txt
                +++ /dev/null
                @@ -1,1 +0,0 @@
                -old
                \\ No newline at end of file
                diff --git a/src/a b.py b/src/a b.py
                --- a/src/a b.py\t
                +++ b/src/a b.py\t
                @@ -2,4 +2,4 @@
                 two
                 three
                 four
                -five
                +5
                \\ No newline at end of file
                """);
    }

    @Test
    void namesWhatItCanNotHaveBeforeTheFirstChange() throws Exception {
        after.put("über\n.png", PICTURE);
        before.put("gone.png", PICTURE);
        before.put("was-text", new KeptFile.Text("text"));
        after.put("was-text", PICTURE);
        add(".git/hooks/post-checkout", "canary");
        add("a.txt", "a\n");

        assertThat(patch()).startsWith("""
                # Not in this patch, because of its name: .git/hooks/post-checkout (added)
                # Not in this patch, because it is not text: gone.png (deleted)
                # Not in this patch, because it is not text: was-text (modified)
                # Not in this patch, because of its name: "\\303\\274ber\\n.png" (added)
                diff --git a/a.txt b/a.txt
                """).doesNotContain("canary");
    }

    @Test
    void quotesNamesAsGitDoes() {
        assertThat(GitPath.quoted("a/plain name.txt")).isEqualTo("a/plain name.txt");
        assertThat(GitPath.quoted("a/\"\\\t\n\r\u0001\u007f\u0007é✓"))
                .isEqualTo("\"a/\\\"\\\\\\t\\n\\r\\001\\177\\a\\303\\251\\342\\234\\223\"");
    }

    @Test
    void isTakenByGitWhichMakesTheFilesAfterFromThoseBefore(@TempDir Path folder) throws Exception {
        oddPairs();
        randomPairs(new Random(7), 400);
        before.put("logo.png", PICTURE); // stays

        write(before, folder);
        assertThat(git(folder, patch())).isEmpty();

        after.put("logo.png", PICTURE);
        assertThat(read(folder)).isEqualTo(texts(after));
    }

    private void oddPairs() {
        change("no newline before", "a\nb", "a\nb\n");
        change("no newline after", "a\nb\n", "a\nb");
        change("no newline at all", "a\nb", "a\nc");
        change("context without newline", "a\nb\nc", "x\nb\nc");
        change("crlf/windows.txt", "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n");
        change("crlf/unix from windows", "a\r\nb\r\n", "a\nb\n");
        change("crlf/lone returns", "a\rb\rc", "a\rb\rd");
        change("from empty", "", "a\n");
        change("to empty", "a\n", "");
        change("to one line", "a\nb\nc\n", "c");
        change("blank lines", "\n\n\n", "\n\n");
        change("looks like a patch", "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n", "--- a/x\n+++ b/x\n@@ -2 +2 @@\n-b\n");
        change("separators", "a\u0085b\u2028c\u000bd\fe\n", "a\u0085b\u2028c\u000bD\fe\n");
        change("emoji 🙂 and ümläut.txt", "🙂\n", "🙂🙂\n");
        change("quote's", "a\n", "b\n");
        change("same/name b/name", "a\n", "b\n");
        String many = lines(0, 30_000);
        change("very long", many, lines(15_000, 45_000));
        add("empty", "");
        delete("was empty", "");
        add("added/deep/down.txt", "x\ny");
        delete("deleted/deep/down.txt", "x\ny");
        delete("folder", "was a file\n");
        add("folder/file", "is in a folder\n");
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    }

    /** Few words, so that lines come often and hunks lie near each other. */
    private void randomPairs(Random random, int pairs) {
        for (int i = 0; i < pairs; i++) {
            List<String> old = new ArrayList<>();
            for (int line = random.nextInt(40); line > 0; line--) {
                old.add(String.valueOf((char) ('a' + random.nextInt(5))));
            }
            List<String> changed = new ArrayList<>(old);
            for (int edit = random.nextInt(6); edit > 0; edit--) {
                int at = random.nextInt(changed.size() + 1);
                if (random.nextBoolean() || at == changed.size()) {
                    changed.add(at, String.valueOf(edit));
                } else {
                    changed.remove(at);
                }
            }
            change("random/" + i, text(old, random), text(changed, random));
        }
    }

    private static String text(List<String> lines, Random random) {
        String text = String.join("\n", lines);
        return random.nextInt(4) == 0 ? text : text + "\n";
    }

    private static void write(Map<String, KeptFile> files, Path folder) throws IOException {
        for (Map.Entry<String, KeptFile> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().bytes());
        }
    }

    private static Map<String, String> read(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    private static Map<String, String> texts(Map<String, KeptFile> files) {
        Map<String, String> texts = new TreeMap<>();
        files.forEach((path, file) -> texts.put(path, new String(file.bytes(), StandardCharsets.ISO_8859_1)));
        return texts;
    }

    /** Has git apply the patch in the folder, which is no repository; returns what it says. */
    private static String git(Path folder, String patch) throws IOException, InterruptedException {
        ProcessBuilder apply = new ProcessBuilder("git", "apply", "--whitespace=nowarn", "-")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        apply.environment()
                .putAll(Map.of(
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "HOME", folder.toString(),
                        "GIT_CEILING_DIRECTORIES", String.valueOf(folder.getParent())));
        Process git;
        try {
            git = apply.start();
        } catch (IOException e) {
            assumeTrue(false, "There is no git");
            throw e;
        }
        try (OutputStream in = git.getOutputStream()) {
            in.write(patch.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return git.waitFor() == 0 ? said : said + "git apply failed";
    }
}
