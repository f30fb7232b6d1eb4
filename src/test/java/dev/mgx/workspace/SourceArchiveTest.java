package dev.mgx.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mgx.store.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class SourceArchiveTest {
    private static final int ENTRY = 0x02014b50;

    @TempDir
    private Path folder;

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... names) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Arrays.stream(names).forEach(name -> files.put(name, name.getBytes(UTF_8)));
        return zip(files);
    }

    /** The places of the entries in the central directory. */
    private static List<Integer> entries(ByteBuffer zip) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + 4 <= zip.limit(); at++) {
            if (zip.getInt(at) == ENTRY) {
                places.add(at);
            }
        }
        return places;
    }

    private static ByteBuffer view(byte[] zip) {
        return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    }

    private SourceArchive open(byte[] zip) throws Exception {
        return open(zip, 1_000_000, 100);
    }

    private SourceArchive open(byte[] zip, long maxBytes, int maxFiles) throws Exception {
        return SourceArchive.open(Files.write(folder.resolve("it.zip"), zip), maxBytes, maxFiles);
    }

    private void assertRefused(byte[] zip, boolean tooLarge, String... words) {
        assertThatExceptionOfType(UnusableArchive.class)
                .isThrownBy(() -> open(zip).close())
                .satisfies(refused -> assertThat(refused.isTooLarge()).isEqualTo(tooLarge))
                .satisfies(refused -> assertThat(refused.sentence()).contains(words));
    }

    private static List<SourceFile> files(SourceArchive archive) {
        List<SourceFile> files = new ArrayList<>();
        archive.files().forEachRemaining(files::add);
        return files;
    }

    @Test
    void textsAndBinaryFilesComeAsTheyAreAndFoldersAreNoFiles() throws Exception {
        byte[] bytes =
                zip(Map.of("a b/ä.txt", "x\r\n".getBytes(UTF_8), "logo.png", new byte[] {0, -1}, "dir/", new byte[0]));
        try (SourceArchive archive = open(bytes)) {
            assertThat(archive.leftOut()).isEmpty();
            assertThat(files(archive))
                    .hasSize(2)
                    .contains(new SourceFile.Text("a b/ä.txt", "x\r\n", 3))
                    .anySatisfy(file -> assertThat(file)
                            .isInstanceOfSatisfying(
                                    SourceFile.Binary.class,
                                    binary -> assertThat(binary.content()).containsExactly(0, -1)));
        }
    }

    @Test
    void whatCannotBeAProjectFileIsLeftOutAndSaid() throws Exception {
        byte[] zip = zip("kept", "link", "pipe", ".git/config", "mgx.json", "KEPT", "deep/".repeat(12) + "x");
        ByteBuffer view = view(zip);
        unixMode(view, entries(view).get(1), 0xa1ff);
        unixMode(view, entries(view).get(2), 0x11a4);
        try (SourceArchive archive = open(zip)) {
            assertThat(files(archive)).extracting(SourceFile::path).containsExactly("kept");
            assertThat(archive.leftOut())
                    .hasSize(6)
                    .contains("link is left out: it is a link", "pipe is left out: it is no file")
                    .anyMatch(sentence -> sentence.startsWith(".git/config is left out: "))
                    .anyMatch(sentence -> sentence.startsWith("mgx.json is left out: the team"))
                    .anyMatch(sentence -> sentence.contains("KEPT is left out: its name differs"))
                    .anyMatch(sentence -> sentence.contains("folders deep"));
        }
    }

    private static void unixMode(ByteBuffer zip, int entry, int mode) {
        zip.put(entry + 5, (byte) 3);
        zip.putInt(entry + 38, mode << 16);
    }

    @Test
    void ofManyFilesThatAreLeftOutTheFirstAreNamedAndTheOthersCounted() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("kept", new byte[0]);
        for (int i = 0; i < 120; i++) {
            files.put(".git/objects/" + i, new byte[0]);
        }
        try (SourceArchive archive = open(zip(files))) {
            assertThat(archive.leftOut()).hasSize(101).last().isEqualTo("20 more files are left out");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "a\\..\\x"})
    void aNameThatLeadsOutIsRefused(String name) throws Exception {
        assertRefused(zip("kept", name), false, "leads out of the project");
    }

    @Test
    void whatIsNoZipOrCutOrEmptyIsRefused() throws Exception {
        assertRefused("not a zip".getBytes(UTF_8), false, "cannot be read");
        assertRefused(new byte[0], false, "cannot be read");
        byte[] whole = zip("a", "b");
        for (int length = 0; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length), false, "");
        }
        assertRefused(zip(new String[0]), false, "no file that can be taken");
        assertRefused(zip("only/"), false, "no file that can be taken");
        assertRefused(zip(".git/HEAD"), false, "no file that can be taken: .git/HEAD is left out");
    }

    @Test
    void twoEntriesOfOneNameAndAFileThatIsAFolderAreRefused() throws Exception {
        byte[] zip = zip("a1", "a2");
        for (int at = 0; at + 1 < zip.length; at++) {
            if (zip[at] == 'a' && zip[at + 1] == '2') {
                zip[at + 1] = '1';
            }
        }
        assertRefused(zip, false, "two files named a1");
        assertRefused(zip("a", "A/b"), false, "a file and a folder named");
    }

    @Test
    void anEncryptedOrDamagedFileOrOneWhoseLengthIsALieIsRefused() throws Exception {
        byte[] encrypted = zip("a");
        ByteBuffer view = view(encrypted);
        int at = entries(view).getFirst();
        view.putShort(at + 8, (short) (view.getShort(at + 8) | 1));
        assertRefused(encrypted, false, "encrypted");

        byte[] damaged = zip("a");
        view(damaged).putInt(entries(view(damaged)).getFirst() + 16, (int) new CRC32().getValue() + 7);
        assertRefused(damaged, false, "a is damaged");

        byte[] longer = zip(Map.of("bomb", new byte[500_000]));
        view(longer).putInt(entries(view(longer)).getFirst() + 24, 10);
        assertRefused(longer, false, "cannot be read");
        view(longer).putInt(entries(view(longer)).getFirst() + 24, 600_000);
        assertRefused(longer, false, "bomb is not as long as the zip says");
    }

    @ParameterizedTest
    @CsvSource({"600000,2,bytes together", "300000,4,bytes together"})
    void moreBytesThanMayBeAreRefusedBeforeTheyAreUnpacked(int length, int files, String words) throws Exception {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (int i = 0; i < files; i++) {
            contents.put("zeros-" + i, new byte[length]);
        }
        assertRefused(zip(contents), true, words);
    }

    @Test
    void moreFilesThanMayBeAreRefused() throws Exception {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 101; i++) {
            files.put("f" + i, new byte[0]);
        }
        assertRefused(zip(files), true, "more than 100 files");
        for (int i = 101; i < 300; i++) {
            files.put("f" + i + "/", new byte[0]);
        }
        assertRefused(zip(files), true, "more than 200 entries");
    }

    @Test
    void aVeryLargeFileIsLeftOutWithoutBeingUnpacked() throws Exception {
        byte[] zip = zip(Map.of("large", new byte[9 * 1024 * 1024], "small", new byte[1]));
        try (SourceArchive archive = open(zip)) {
            assertThat(files(archive)).extracting(SourceFile::path).containsExactly("small");
            assertThat(archive.leftOut()).containsExactly("large is left out: it has more than 8,388,608 bytes");
        }
    }
}
