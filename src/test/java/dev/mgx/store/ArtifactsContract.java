package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.journal.AppendRequest;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Fence;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.RunRequest;
import dev.mgx.task.VisualType;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
abstract class ArtifactsContract extends DatabaseFixture {
    private StoreFixture store;

    ArtifactsContract(TestDatabase database) {
        super(database);
    }

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void save(Fence fence, int run, String path, String content, AgentRole role) {
        store.change(fence, new Change.FileSaved(run, run + path + content, new ArtifactDraft(path, content, role)));
    }

    @Test
    void everySaveIsAVersionAndTheLatestIsWhatIsRead() {
        Fence fence = store.running();
        String id = fence.taskId();
        save(fence, 1, "src/A.java", "one", AgentRole.ENGINEER);
        save(fence, 1, "src/A.java", "zwölf", AgentRole.DEBUGGER);
        save(fence, 1, "B.java", "b", AgentRole.ENGINEER);
        Artifacts artifacts = store.store().artifacts();

        assertThat(artifacts.files(id)).extracting(ArtifactFile::filePath).containsExactly("B.java", "src/A.java");
        ArtifactFile file = artifacts.files(id).getLast();
        assertThat(file.latestVersion()).isEqualTo(2);
        assertThat(file.totalVersions()).isEqualTo(2);
        assertThat(file.agentRole()).isEqualTo("Debugger");
        assertThat(file.updatedAt()).isAfterOrEqualTo(file.createdAt());
        assertThat(artifacts.versions(id, "src/A.java"))
                .extracting(ArtifactVersion::version, ArtifactVersion::agentRole, ArtifactVersion::contentLength)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "Engineer", 3),
                        org.assertj.core.groups.Tuple.tuple(2, "Debugger", 6));
        assertThat(artifacts.content(id, "src/A.java", OptionalInt.empty()).map(ArtifactContent::content))
                .hasValue("zwölf");
        assertThat(artifacts.content(id, "src/A.java", OptionalInt.of(1)).map(ArtifactContent::content))
                .hasValue("one");
        assertThat(artifacts.content(id, "src/A.java", OptionalInt.of(3))).isEmpty();
        assertThat(artifacts.content(id, "C.java", OptionalInt.empty())).isEmpty();
        assertThat(artifacts.versions(id, "C.java")).isEmpty();
        assertThat(artifacts.manifest(id, 1))
                .containsExactly(Map.entry("B.java", "b"), Map.entry("src/A.java", "zwölf"));
    }

    @Test
    void versionsGoOnAcrossRunsAndEachRunKeepsItsManifest() {
        Fence first = store.running();
        String id = first.taskId();
        save(first, 1, "A.java", "first", AgentRole.ENGINEER);
        save(first, 1, "Old.java", "old", AgentRole.ENGINEER);
        store.succeed(first);
        Fence second = store.running(id);
        save(second, 2, "A.java", "second", AgentRole.ENGINEER);
        store.succeed(second);
        Fence third = store.running(id, RunRequest.followUp("more")).fence();
        save(third, 3, "New.java", "new", AgentRole.ENGINEER);

        Artifacts artifacts = store.store().artifacts();
        assertThat(artifacts.manifest(id, 1))
                .containsOnlyKeys("A.java", "Old.java")
                .containsEntry("A.java", "first");
        assertThat(artifacts.manifest(id, 2)).containsExactly(Map.entry("A.java", "second"));
        assertThat(artifacts.manifest(id, 3))
                .containsOnlyKeys("A.java", "New.java")
                .containsEntry("A.java", "second");
        assertThat(artifacts.files(id)).extracting(ArtifactFile::filePath).containsExactly("A.java", "New.java");
        assertThat(artifacts.versions(id, "A.java"))
                .extracting(ArtifactVersion::version)
                .containsExactly(1, 2);
        assertThat(artifacts.versions(id, "Old.java")).hasSize(1);
        assertThat(artifacts.files("nobody")).isEmpty();
        assertThat(artifacts.manifest(id, 9)).isEmpty();
    }

    @Test
    void anEventThatShowsASavedFileNamesTheVersionThatItBecame() {
        Fence fence = store.running();
        save(fence, 1, "A.java", "one", AgentRole.ENGINEER);
        EventDraft diff =
                EventDraft.of(EventType.MESSAGE, "Changed").file("A.java").diff("+two");
        EventDraft done = EventDraft.of(EventType.AGENT_COMPLETE, "Done").file("A.java");
        EventDraft other = EventDraft.of(EventType.MESSAGE, "B").file("B.java").visual(VisualType.CODE);
        ArtifactDraft two = new ArtifactDraft("A.java", "two", AgentRole.EDITOR);
        ArtifactDraft b = new ArtifactDraft("B.java", "b", AgentRole.EDITOR);
        List<Event> events = store.store()
                .journal()
                .append(
                        fence,
                        new AppendRequest(
                                List.of(diff, other, done),
                                List.of(new Change.FileSaved(1, "a2", two), new Change.FileSaved(1, "b1", b)),
                                0));

        assertThat(events.get(0).payload())
                .containsEntry("artifact_id", "a2")
                .containsEntry("version", 2)
                .containsEntry("new_version", 2)
                .containsEntry("old_version", 1);
        assertThat(events.get(1).payload()).containsEntry("version", 1).containsEntry("old_version", null);
        assertThat(events.get(2).payload()).doesNotContainKey("version");
        assertThat(store.store()
                        .journal()
                        .after(fence.taskId(), 1, 1)
                        .getFirst()
                        .toString())
                .contains("\"artifact_id\":\"a2\"");
    }

    @Test
    void filesAndTheEventsThatTellOfThemAreOfTheSameTime() {
        Fence fence = store.running();
        String id = fence.taskId();
        save(fence, 0, "given.txt", "given", AgentRole.ENGINEER);
        List<Event> events = store.store()
                .journal()
                .append(
                        fence,
                        new AppendRequest(
                                List.of(EventDraft.of(EventType.MESSAGE, "Written")),
                                List.of(
                                        new Change.FileSaved(
                                                1, "b", new ArtifactDraft("b.txt", "b", AgentRole.ENGINEER)),
                                        new Change.FileSaved(
                                                1, "a", new ArtifactDraft("a.txt", "a", AgentRole.ENGINEER))),
                                0));

        List<ArtifactContent> history = store.store().artifacts().history(id);
        assertThat(history).extracting(ArtifactContent::filePath).containsExactly("a.txt", "b.txt");
        assertThat(history)
                .allSatisfy(file -> assertThat(file.version().createdAt())
                        .isEqualTo(events.getFirst().timestamp()));
    }

    @Test
    void twoRunsAreComparedByWhatStandsInThem() {
        Fence fence = store.running();
        String id = fence.taskId();
        Artifacts artifacts = store.store().artifacts();
        save(fence, 1, "A.java", "a", AgentRole.ENGINEER);
        save(fence, 1, "B.java", "b", AgentRole.ENGINEER);
        store.change(fence, new Change.BinarySaved(1, "same.bin", new byte[] {0}));
        store.change(fence, new Change.BinarySaved(1, "other.bin", new byte[] {0}));
        store.succeed(fence);
        Fence second = store.running(id, RunRequest.followUp("more")).fence();
        save(second, 2, "B.java", "changed", AgentRole.ENGINEER);
        store.change(second, new Change.BinarySaved(2, "other.bin", new byte[] {1}));

        assertThat(artifacts.manifestBeside(id, 2, 1)).containsExactly(Map.entry("B.java", "changed"));
        assertThat(artifacts.manifestBeside(id, 1, 2)).containsExactly(Map.entry("B.java", "b"));
        assertThat(artifacts.binariesBeside(id, 2, 1)).containsOnlyKeys("other.bin");
        assertThat(artifacts.binariesBeside(id, 1, 9)).containsOnlyKeys("same.bin", "other.bin");
        Map<String, String> first = artifacts.standing(id, 1);
        Map<String, String> latest = artifacts.standing(id, 2);
        assertThat(latest).containsOnlyKeys("A.java", "B.java", "other.bin", "same.bin");
        assertThat(latest.entrySet())
                .filteredOn(each -> each.getValue().equals(first.get(each.getKey())))
                .extracting(Map.Entry::getKey)
                .containsExactly("A.java", "same.bin");
        assertThat(artifacts.standing("nobody", 1)).isEmpty();
        assertThat(artifacts.history("nobody")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "äöü ✓ 🙂", "'; DROP TABLE task; --", "\t x \t"})
    void textComesBackAsItWasWritten(String text) {
        Fence fence = store.running();
        save(fence, 1, "A " + text, text, AgentRole.ENGINEER);
        ArtifactContent content = store.store()
                .artifacts()
                .content(fence.taskId(), "A " + text, OptionalInt.empty())
                .orElseThrow();
        assertThat(content.content()).isEqualTo(text);
        assertThat(content.version().contentLength()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(store.store().artifacts().manifest(fence.taskId(), 1)).containsExactly(Map.entry("A " + text, text));
    }

    @Test
    void aLargeFileComesBackWhole() {
        Fence fence = store.running();
        String text = "0123456789".repeat(500_000);
        save(fence, 1, "large.txt", text, AgentRole.ENGINEER);
        assertThat(store.store().artifacts().manifest(fence.taskId(), 1)).containsEntry("large.txt", text);
    }

    @Test
    void filesThatAreNoTextAreKeptOnceByWhatIsInThem() {
        Fence fence = store.running();
        String id = fence.taskId();
        Artifacts artifacts = store.store().artifacts();
        byte[] large = new byte[600_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        store.change(fence, new Change.BinarySaved(1, "a.bin", large));
        store.change(fence, new Change.BinarySaved(1, "b.bin", large));
        store.change(fence, new Change.BinarySaved(1, "empty", new byte[0]));
        store.change(fence, new Change.BinarySaved(1, "a.bin", new byte[] {0, -1}));

        assertThat(artifacts.binaries(id, 1)).containsOnlyKeys("a.bin", "b.bin", "empty");
        assertThat(artifacts.binaries(id, 1).get("a.bin")).containsExactly(0, -1);
        assertThat(artifacts.binaries(id, 1).get("b.bin")).isEqualTo(large);
        assertThat(artifacts.binaries(id, 1).get("empty")).isEmpty();
        assertThat(artifacts.binaries(id, 2)).isEmpty();
    }

    @Test
    void aPathHasOneFileOfEitherKindAndOneThatIsRemovedKeepsItsVersions() {
        Fence fence = store.running();
        String id = fence.taskId();
        Artifacts artifacts = store.store().artifacts();
        save(fence, 1, "x", "text", AgentRole.ENGINEER);
        store.change(fence, new Change.BinarySaved(1, "x", new byte[] {0}));
        assertThat(artifacts.manifest(id, 1)).isEmpty();
        save(fence, 1, "x", "text again", AgentRole.ENGINEER);
        assertThat(artifacts.binaries(id, 1)).isEmpty();
        assertThat(artifacts.manifest(id, 1)).containsOnly(Map.entry("x", "text again"));
        store.change(fence, new Change.FileRemoved(1, "x"));
        assertThat(artifacts.manifest(id, 1)).isEmpty();
        assertThat(artifacts.versions(id, "x")).hasSize(2);
    }
}
