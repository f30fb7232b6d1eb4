package dev.mgx.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.mgx.client.MgxClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports from a malicious server. */
@Timeout(20)
class ProjectExporterTest {
    @TempDir
    Path folder;

    private ProjectExporter.Written deliver(String... names) throws IOException, InterruptedException {
        return with(
                zip(names),
                exporter -> exporter.toFolder(folder.resolve("in/out").toString(), ""));
    }

    /** Tests of exported files. */
    private interface Use<T> {
        T of(ProjectExporter exporter) throws InterruptedException;
    }

    /** What happens while the server answers. */
    private interface Meanwhile {
        void happens() throws IOException;
    }

    private static <T> T with(byte[] zip, Use<T> use) throws IOException, InterruptedException {
        return with(zip, () -> {}, use);
    }

    private static <T> T with(byte[] zip, Meanwhile meanwhile, Use<T> use) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            meanwhile.happens();
            exchange.sendResponseHeaders(200, zip.length);
            exchange.getResponseBody().write(zip);
            exchange.close();
        });
        server.start();
        try (MgxClient api = new MgxClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()))) {
            return use.of(new ProjectExporter(api, "x"));
        } finally {
            server.stop(0);
        }
    }

    /** Another user of the machine, who acts after the folder was chosen, while the files are on their way. */
    @ParameterizedTest
    @ValueSource(strings = {"out", "out/src", "out/src/deep", "out/README.md"})
    void aLinkThatIsPlantedMeanwhileIsNotFollowed(String planted) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path out = folder.resolve("out");
        assertThatThrownBy(() -> with(
                        zip("README.md", "src/deep/A.java"),
                        () -> {
                            Path link = folder.resolve(planted);
                            Files.createDirectories(link.getParent());
                            Files.createSymbolicLink(link, elsewhere);
                        },
                        exporter -> exporter.toFolder(out.toString(), "")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot write the files to " + out);
        assertThat(elsewhere).isEmptyDirectory();
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write('x');
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void writesEveryFileWhereItBelongs() throws Exception {
        assertThat(deliver("README.md", "src/deep/Main.java").files()).isEqualTo(2);
        assertThat(folder.resolve("in/out/README.md")).hasContent("x");
        assertThat(folder.resolve("in/out/src/deep/Main.java")).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "..\\evil", "a\nb", ".", "a/.."})
    void aNameThatLeadsOutOfTheFolderIsRefusedAndNothingIsWritten(String name) {
        assertThatThrownBy(() -> deliver("good", name)).isInstanceOf(UncheckedIOException.class);
        assertThat(folder.resolve("in")).doesNotExist();
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".git/config",
                "src/.GIT/hooks/post-checkout",
                "GIT~1/config",
                ".g\u200cit/config",
                ".git::$INDEX_ALLOCATION/config",
                ".git./config",
                ".vscode/tasks.json",
                ".envrc",
                ".idea/workspace.xml",
                "invoice\u202efdp.sh",
                "nul",
                "a:b"
            })
    void aFileThatAToolObeysUnaskedOrWhoseNameIsDisguisedIsLeftOutOfFolderAndZipAndSaid(String name) throws Exception {
        ProjectExporter.Written written = deliver("good.txt", name);
        assertThat(written.files()).isEqualTo(1);
        assertThat(written.leftOut()).singleElement().asString().contains("cannot be a project file: ");
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).containsExactly(folder.resolve("in/out/good.txt"));
        }

        Path zip = folder.resolve("out.zip");
        List<String> leftOut = with(zip("good.txt", name), exporter -> exporter.toZip(zip));
        assertThat(leftOut).hasSize(1);
        try (ZipFile packed = new ZipFile(zip.toFile())) {
            assertThat(packed.stream().map(ZipEntry::getName)).containsExactly("good.txt");
        }
    }

    @Test
    void aZipIsWrittenAsItWasReadNotAsItSaysOfItself() throws Exception {
        byte[] good = zip("xgit/config");
        String latin = new String(good, StandardCharsets.ISO_8859_1);
        int listed = latin.lastIndexOf("xgit/config");
        byte[] lying = (latin.substring(0, listed) + ".git/config" + latin.substring(listed + 11))
                .getBytes(StandardCharsets.ISO_8859_1);
        Path zip = folder.resolve("out.zip");
        List<String> leftOut = with(lying, exporter -> exporter.toZip(zip));
        assertThat(leftOut).isEmpty();
        try (ZipFile written = new ZipFile(zip.toFile())) {
            assertThat(written.stream().map(ZipEntry::getName)).containsExactly("xgit/config");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"there", "missing"})
    void aFolderThatIsALinkIsRefusedWhereverItLeads(String leadsTo) throws Exception {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve(leadsTo));
        assertThatThrownBy(() -> with(zip("a"), exporter -> exporter.toFolder(link.toString(), "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a symbolic link");
        assertThat(there).isEmptyDirectory();
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void aFolderWithALinkInItIsNotEmpty() throws Exception {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path out = Files.createDirectories(folder.resolve("in/out"));
        Files.createSymbolicLink(out.resolve("src"), there);
        assertThatThrownBy(() -> deliver("src/evil"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not empty");
        assertThat(there).isEmptyDirectory();
    }

    @Test
    void aZipIsNotWrittenThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.zip"), folder.resolve("missing"));
        assertThatThrownBy(() -> with(zip("a"), exporter -> {
                    exporter.toZip(link);
                    return "";
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already exists");
        assertThat(folder.resolve("missing")).doesNotExist();
    }

    @Test
    void aFolderOfItsOwnIsNotNamedAsALinkIs() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("todo"), folder.resolve("missing"));
        assertThat(ProjectExporter.free(link)).isEqualTo(folder.resolve("todo-2"));
    }

    @ParameterizedTest
    @CsvSource({
        "Build a todo app, build-a-todo-app",
        "'Build a todo app with add, list', build-a-todo-app",
        "Über Bücher!, uber-bucher",
        "日本語, mgx-project",
        "'', mgx-project",
        "../../etc/passwd, etc-passwd"
    })
    void aFolderIsNamedAfterTheRequirement(String requirement, String name) {
        assertThat(ProjectExporter.name(requirement)).isEqualTo(name);
    }
}
