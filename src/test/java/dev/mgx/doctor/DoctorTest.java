package dev.mgx.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.cli.Shell;
import dev.mgx.cli.Shell.Output;
import dev.mgx.cli.client.Home;
import dev.mgx.llm.provider.stub.StubServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("e2e")
@Timeout(40)
class DoctorTest {
    @TempDir
    Path folder;

    private Output doctor(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.putIfAbsent("MGX_DATA_DIR", folder.resolve("data").toString());
        environment.putIfAbsent("MGX_PORT", "0");
        environment.putIfAbsent("MGX_SANDBOX", "off");
        environment.putIfAbsent("MGX_LLM", "simulated");
        return new Shell(folder, environment).mgx("doctor");
    }

    @Test
    void aGoodMachineWillDo() {
        Output said = doctor(Map.of("MGX_SANDBOX", "auto"));
        assertThat(said.exitCode()).as(said.out()).isZero();
        assertThat(said.out())
                .containsPattern("ok +JDK +25")
                .containsPattern("ok +sandbox +.*Languages: java 25")
                .containsPattern("ok +packages +from npm, PyPI and Maven")
                .containsPattern("ok +data folder +.* \\(will be created\\); [0-9.,]+ GB are free")
                .containsPattern("ok +database +SQLite, in the data folder; not created yet")
                .containsPattern("ok +model +simulated: canned answers")
                .endsWith("'run' works here.\n");
        assertThat(folder.resolve("data")).as("nothing is changed").doesNotExist();
    }

    @Test
    void withoutASandboxItWillDoButSaysWhatIsMissing() {
        Output said = doctor(Map.of("MGX_SANDBOX", "off"));
        assertThat(said.exitCode()).isZero();
        assertThat(said.out())
                .containsPattern("warn +sandbox +.*MGX_SANDBOX=off")
                .contains("exit code 3");
    }

    @Test
    void aDataFolderThatIsAFile() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Output said = doctor(Map.of("MGX_DATA_DIR", file.toString()));
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out())
                .containsPattern("fail +data folder +.*file is a file")
                .contains("choose another with MGX_DATA_DIR", "'run' does not work here");
    }

    @Test
    void aDataFolderThatOthersCanChange() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxr-x"));
        Output said = doctor(Map.of());
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out())
                .containsPattern("fail +data folder +.*can be changed by other users \\(its mode is 0775\\)")
                .contains("run chmod 700 " + data.toRealPath());
    }

    @Test
    void aDatabaseThatIsNone() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/mgx.db"), "not a database, but long enough to be looked at".repeat(50));
        Output said = doctor(Map.of());
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).containsPattern("fail +database +");
    }

    @Test
    void aDatabaseServerThatDoesNotAnswer() {
        Output said = doctor(Map.of("MGX_DATABASE_URL", "postgresql://me:secret@127.0.0.1:1/mgx"));
        assertThat(said.exitCode()).as(said.out()).isEqualTo(2);
        assertThat(said.out()).containsPattern("fail +database +").doesNotContain("secret");
    }

    @Test
    void aPortThatAnotherProgramHas() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Output said = doctor(Map.of("MGX_PORT", String.valueOf(other.getLocalPort())));
            assertThat(said.exitCode()).as("run takes any free port").isZero();
            assertThat(said.out())
                    .containsPattern("warn +port +.*another program")
                    .contains("'run' does not need it");
        }
    }

    @Test
    void aServerThatHasTheFolderAndWhereItIs() throws Exception {
        try (Home mgx = new Home(folder, Map.of("MGX_SANDBOX", "off"))) {
            Output said = doctor(Map.of("MGX_PORT", mgx.api().server().replaceFirst(".*:", "")));
            assertThat(said.exitCode()).as(said.out()).isZero();
            assertThat(said.out())
                    .containsPattern("ok +database +.*in use by the server at "
                            + mgx.api().server())
                    .containsPattern("ok +port +.* is used by the server of this data folder");
        }
    }

    @Test
    void aSettingThatIsWrong() {
        Output said = doctor(Map.of("MGX_MAX_RUNNING_TASKS", "many"));
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).containsPattern("fail +settings +MGX_MAX_RUNNING_TASKS is 'many', but must be");
    }

    private Output doctorOf(StubServer stub, String key, String model) {
        return doctor(Map.of(
                "MGX_LLM",
                "openai",
                "MGX_LLM_BASE_URL",
                stub.address() + "/v1",
                "OPENAI_API_KEY",
                key,
                "MGX_MODEL",
                model,
                "MGX_LLM_RECORD",
                folder.resolve("calls.jsonl").toString()));
    }

    @Test
    void aModelThatAnswers() {
        try (StubServer stub = StubServer.start().models("other", "stub-model")) {
            Output said = doctorOf(stub, stub.key(), "stub-model");
            assertThat(said.exitCode()).as(said.out()).isZero();
            assertThat(said.out())
                    .containsPattern(
                            "ok +model +stub-model, asked at %s/v1, which gets the key in OPENAI_API_KEY; it answers"
                                    .formatted(stub.address()))
                    .doesNotContain(stub.key());
            assertThat(stub.ledger().calls()).as("nothing is paid for").isEmpty();
            assertThat(folder.resolve("calls.jsonl")).as("nothing is recorded").doesNotExist();
        }
    }

    @Test
    void whatIsLearnedAboutAModelThatTakesNoKey() {
        try (StubServer stub =
                StubServer.start("").page("/props", "{\"default_generation_settings\":{\"n_ctx\":4096}}")) {
            Output said = doctorOf(stub, "", "stub-model");
            assertThat(said.exitCode()).as(said.out()).isZero();
            assertThat(said.out()).contains("it answers, its window is 4,096 tokens", "it is not held to schemas");
            assertThat(folder.resolve("calls.jsonl")).as("nothing is recorded").doesNotExist();
        }
    }

    @Test
    void aKeyThatIsRefusedAndEchoed() {
        String wrong = "sk-wrong-0123456789abcdefghij";
        try (StubServer stub = StubServer.start()) {
            Output said = doctorOf(stub, wrong, "stub-model");
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.out())
                    .containsPattern("fail +model +stub-model, asked at ")
                    .contains(
                            "does not accept the key in OPENAI_API_KEY (401)",
                            "Correct the key",
                            "'run' does not work");
            assertThat(said.out() + said.err()).doesNotContain(wrong);
        }
    }

    @Test
    void aModelThatTheServerDoesNotHave() {
        try (StubServer stub = StubServer.start().models("llama-small", "llama-large")) {
            Output said = doctorOf(stub, stub.key(), "stub-model");
            assertThat(said.exitCode()).isEqualTo(2);
            assertThat(said.out())
                    .containsPattern("fail +model +")
                    .contains("does not list the model stub-model; it has llama-small, llama-large", "with MGX_MODEL")
                    .doesNotContain(stub.key());
        }
    }

    @Test
    void aModelServerThatIsNotThere() {
        StubServer gone = StubServer.start();
        gone.close();
        Output said = doctorOf(gone, gone.key(), "stub-model");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out())
                .containsPattern("fail +model +")
                .contains("No connection to the server at %s/v1: connection refused".formatted(gone.address()))
                .contains("Start the server")
                .doesNotContain(gone.key());
    }

    @Test
    void modelSettingsThatContradictEachOther() {
        Output said = doctor(Map.of("MGX_LLM", "openai"));
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out())
                .containsPattern("fail +model +MGX_LLM is 'openai', but OPENAI_API_KEY is not set")
                .contains("docs/models.md");
    }
}
