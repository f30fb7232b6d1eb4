package dev.mgx.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which file is read for settings, and whom its content is taken from. */
@Timeout(20)
class SettingsFileTest {
    private static final String KEY = "OPENAI_API_KEY=sk-test\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = write(KEY);
    }

    private Path write(String content) throws IOException {
        Path written = Files.writeString(folder.resolve("settings"), content);
        allow(written, "rw-------");
        return written;
    }

    private static void allow(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static Settings read(SettingsFile file) {
        return Settings.read(Map.of(), Map.of(), file);
    }

    private SettingsFile theFile() {
        return SettingsFile.named(file.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "/x, /h, /x/mgx/mgx.properties",
        "'', /h, /h/.config/mgx/mgx.properties",
        ", /h, /h/.config/mgx/mgx.properties",
        "x, /h, /h/.config/mgx/mgx.properties",
        "., /h, /h/.config/mgx/mgx.properties"
    })
    void isWhereTheDesktopStandardPutsItAndNeverInTheCurrentFolder(String configFolder, String home, String expected) {
        Map<String, String> environment =
                configFolder == null ? Map.of("HOME", home) : Map.of("HOME", home, "XDG_CONFIG_HOME", configFolder);
        assertThat(SettingsFile.usual(environment)).isEqualTo(new SettingsFile(Path.of(expected), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "home/me", "."})
    void aHomeFolderThatIsNotAbsoluteIsNone(String home) {
        assertThat(SettingsFile.usual(Map.of("HOME", home)).path())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".config/mgx/mgx.properties"));
        assertThat(Settings.read(Map.of(), Map.of("HOME", home), SettingsFile.NONE)
                        .dataFolder())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".mgx"));
    }

    @Test
    void aNamedFileMustBeThereAndTheUsualOneNeedNot() {
        Path missing = folder.resolve("missing");
        assertThat(read(new SettingsFile(missing, false)).given(Setting.OPENAI_API_KEY))
                .isFalse();
        assertThatThrownBy(() -> read(SettingsFile.named(missing.toString())))
                .isInstanceOf(BadSetting.class)
                .hasMessage("The settings file %s, which --config names, does not exist".formatted(missing));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw--w----", "rw-rw-r--", "rw-----w-", "rw-rw-rw-"})
    void aFileThatOthersCanChangeIsRefused(String permissions) throws IOException {
        allow(file, permissions);
        assertThatThrownBy(() -> read(theFile()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("can be changed by other users (its mode is ")
                .hasMessageEndingWith("run chmod 600 " + file);
    }

    @Test
    void aFileInAFolderThatIsOpenToAllIsRefused() throws IOException {
        allow(folder, "rwxrwxrwx");
        assertThatThrownBy(() -> read(theFile()))
                .isInstanceOf(BadSetting.class)
                .hasMessageEndingWith("can be replaced by other users, because %1$s is open to all: run chmod o-w %1$s"
                        .formatted(folder.toRealPath()));
    }

    @Test
    @EnabledIf("dev.mgx.testing.RootUser#isThis")
    void aFileOfAnotherUserIsRefused() throws IOException {
        Files.setAttribute(file, "unix:uid", 20002);
        assertThatThrownBy(() -> read(theFile()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("belongs to another user (ID 20002), who decides what is in it");
    }

    @Test
    void aLinkToAFileOfOursIsFollowed() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(read(SettingsFile.named(link.toString())).given(Setting.OPENAI_API_KEY))
                .isTrue();
    }

    @Test
    void aKeyThatOthersCanReadIsUsedAndSaid() throws IOException {
        assertThat(theFile().notices(folder)).isEmpty();
        allow(file, "rw-r--r--");
        assertThat(read(theFile()).given(Setting.OPENAI_API_KEY)).isTrue();
        assertThat(theFile().notices(folder))
                .containsExactly("%1$s has a key or a password and can be read by other users; run chmod 600 %1$s"
                        .formatted(file));
        write("MGX_PORT=0\n");
        allow(file, "rw-r--r--");
        assertThat(theFile().notices(folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MGX_DATA_DIR=data", "MGX_LLM_RECORD=calls.jsonl", "MGX_PRICES_FILE=./prices", "MGX_DATA_DIR=."})
    void aPathInItDoesNotDependOnTheCurrentFolder(String line) throws IOException {
        write(line + "\n");
        assertThatThrownBy(() -> read(theFile()))
                .isInstanceOf(BadSetting.class)
                .hasMessageContaining("a path must begin with / or ~/");
    }

    @Test
    void aPathMayBeginWithTheHomeFolder() throws IOException {
        write("MGX_DATA_DIR=~/data\nMGX_LLM_RECORD=/var/calls\n");
        Settings settings = Settings.read(Map.of(), Map.of("HOME", "/home/me"), theFile());
        assertThat(settings.dataFolder()).isEqualTo(Path.of("/home/me/data"));
        assertThat(settings.path(Setting.MGX_LLM_RECORD)).isEqualTo(Path.of("/var/calls"));
    }

    @Test
    void aFileInTheCurrentFolderIsIgnoredAndSaid() throws IOException {
        Path current = Files.createDirectory(folder.resolve("current"));
        SettingsFile usual = new SettingsFile(Path.of("/h/.config/mgx/mgx.properties"), false);
        assertThat(usual.notices(current)).isEmpty();
        Files.writeString(current.resolve("mgx.properties"), "MGX_SANDBOX=process\n");
        assertThat(usual.notices(current))
                .containsExactly("mgx.properties in the current folder is ignored, because whoever made the folder may"
                        + " have written it; if it is yours, move its settings to /h/.config/mgx/mgx.properties, or use"
                        + " --config mgx.properties");
        assertThat(theFile().notices(current)).singleElement().asString().endsWith("use --config mgx.properties");
        assertThat(SettingsFile.named(current.resolve("mgx.properties").toString())
                        .notices(current))
                .isEmpty();
    }

    @Test
    void aPasswordInAnAddressThatIsRefusedIsNotShown() {
        assertThatThrownBy(() -> Settings.read(
                        Map.of("MGX_LLM_BASE_URL", "https://me:sec@ret@host/v1"), Map.of(), SettingsFile.NONE))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("MGX_LLM_BASE_URL is 'https://…@host/v1', but must be ");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        write("\ufeff" + KEY);

        assertThat(read(theFile()).text(Setting.OPENAI_API_KEY)).isEqualTo("sk-test");
    }
}
