package dev.mgx.store.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.store.ArtifactFile;
import dev.mgx.store.ArtifactVersion;
import dev.mgx.store.Artifacts;
import dev.mgx.store.DatabaseFixture;
import dev.mgx.store.Enqueued;
import dev.mgx.store.TaskQueue;
import dev.mgx.store.journal.Change;
import dev.mgx.store.journal.Fence;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The existing projects that tasks change. */
@Timeout(40)
public abstract class SourcesContract extends DatabaseFixture {
    private static final TaskOptions UPLOAD =
            new TaskOptions(null, null, null, null, null, null, null, TaskOptions.UPLOAD, "npm test");
    private static final String COMMIT = "a".repeat(40);

    private StoreFixture store;

    public SourcesContract(TestDatabase database) {
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

    private String create() {
        return store.store().tasks().create(null, "Mend it", UPLOAD).id();
    }

    private static SourceFile text(String path, String content) {
        return new SourceFile.Text(path, content, content.length());
    }

    private TaskSource put(String id, SourceFile... files) {
        SourceStored stored = store.store()
                .sources()
                .replace(id, COMMIT, List.of("a is left out"), List.of(files).iterator());
        assertThat(stored).isInstanceOf(SourceStored.Kept.class);
        return ((SourceStored.Kept) stored).source();
    }

    private SourceStored refused(String id) {
        return store.store()
                .sources()
                .replace(id, null, List.of(), List.of(text("a", "b")).iterator());
    }

    @Test
    void everyRunFromNothingBeginsWithTheProjectAndTheProjectStaysAsItCame() {
        String id = create();
        Artifacts artifacts = store.store().artifacts();
        TaskSource source =
                put(id, text("src/a.js", "one"), text("b", "two"), new SourceFile.Binary("c", new byte[] {0}));
        assertThat(source).isEqualTo(new TaskSource(id, COMMIT, 3, 7, List.of("a is left out"), source.receivedAt()));
        assertThat(store.store().sources().find(id)).hasValue(source);
        assertThat(artifacts.files(id)).extracting(ArtifactFile::filePath).containsExactly("b", "src/a.js");
        assertThat(artifacts.files(id)).extracting(ArtifactFile::agentRole).containsOnlyNulls();
        assertThat(artifacts.versions(id, "b"))
                .extracting(ArtifactVersion::version)
                .containsExactly(1);

        Fence fence = store.running(id);
        assertThat(artifacts.manifest(id, 1)).isEqualTo(Map.of("src/a.js", "one", "b", "two"));
        assertThat(artifacts.binaries(id, 1)).containsOnlyKeys("c");
        store.change(
                fence,
                new Change.FileSaved(1, "new", new ArtifactDraft("b", "changed", AgentRole.ENGINEER)),
                new Change.FileRemoved(1, "c"));
        assertThat(artifacts
                        .content(id, "b", OptionalInt.empty())
                        .orElseThrow()
                        .version()
                        .version())
                .isEqualTo(2);
        store.fail(fence);

        Fence again = store.running(id, RunRequest.RESUME).fence();
        assertThat(artifacts.manifest(id, 2)).containsEntry("b", "changed");
        store.fail(again);
        store.running(id, RunRequest.FRESH);
        assertThat(artifacts.manifest(id, 3)).containsEntry("b", "two");
        assertThat(artifacts.binaries(id, 3)).containsOnlyKeys("c");
        assertThat(artifacts.manifest(id, TaskSources.RUN)).isEqualTo(artifacts.manifest(id, 3));
    }

    @Test
    void theProjectIsReplacedUntilTheTaskIsStartedAndThereAfterARestart() {
        String id = create();
        put(id, text("old", "x"), text("kept", "x"), new SourceFile.Binary("bin", new byte[300_000]));
        put(id, text("kept", "new"), new SourceFile.Binary("bin", new byte[] {1}));
        store.close();
        store = open();
        Artifacts artifacts = store.store().artifacts();
        assertThat(artifacts.manifest(id, TaskSources.RUN)).isEqualTo(Map.of("kept", "new"));
        assertThat(artifacts.binaries(id, TaskSources.RUN).get("bin")).containsExactly(1);
        assertThat(artifacts.versions(id, "old")).isEmpty();

        store.enqueue(id, RunRequest.FRESH);
        assertThat(refused(id)).isEqualTo(new SourceStored.TooLate());
        store.fail(store.claim().fence());
        assertThat(refused(id)).isEqualTo(new SourceStored.TooLate());
    }

    @Test
    void onlyATaskThatChangesAProjectTakesOne() {
        assertThat(refused("nobody")).isEqualTo(new SourceStored.UnknownTask());
        assertThat(refused(store.create())).isEqualTo(new SourceStored.NotWanted());
    }

    @Test
    void aTaskDoesNotRunBeforeItsProjectHasComeCompletely() {
        String id = create();
        TaskQueue queue = store.store().queue();
        assertThat(queue.enqueue(id, RunRequest.FRESH, 9)).isEqualTo(new Enqueued.NoSource());
        put(id, text("first", "x"));
        Iterator<SourceFile> broken = Stream.<SourceFile>iterate(text("0", "x"), last -> {
                    assertThat(queue.enqueue(id, RunRequest.FRESH, 9)).isEqualTo(new Enqueued.NoSource());
                    if (last.path().equals("500")) {
                        throw new IllegalStateException("cut");
                    }
                    return text(String.valueOf(Integer.parseInt(last.path()) + 1), "x");
                })
                .iterator();
        assertThatThrownBy(() -> store.store().sources().replace(id, null, List.of(), broken))
                .hasMessage("cut");
        assertThat(store.store().sources().find(id)).isEmpty();
        assertThat(store.store().artifacts().files(id)).isEmpty();
        assertThat(store.store().artifacts().versions(id, "0")).isEmpty();
        assertThat(store.store().artifacts().content(id, "0", OptionalInt.empty()))
                .isEmpty();

        put(id, text("second", "x"));
        store.running(id);
        assertThat(store.store().artifacts().manifest(id, 1)).containsOnlyKeys("second");
    }

    /** The pieces are many transactions, between which others write. */
    @Test
    void aLargeProjectIsWrittenBetweenTheWritesOfOthers() {
        String id = create();
        Fence other = store.running();
        int[] written = {0};
        Iterator<SourceFile> files = IntStream.range(0, 2_000)
                .<SourceFile>mapToObj(i -> {
                    if (i % 400 == 399) {
                        store.log(other, "Line " + ++written[0]);
                    }
                    return text("src/file-" + i + ".txt", "x".repeat(500));
                })
                .iterator();
        SourceStored stored = store.store().sources().replace(id, null, List.of(), files);
        assertThat(stored)
                .isInstanceOfSatisfying(
                        SourceStored.Kept.class,
                        kept -> assertThat(kept.source().files()).isEqualTo(2_000));
        assertThat(written[0]).isEqualTo(5);
        assertThat(store.store().artifacts().files(id)).hasSize(2_000);
        assertThat(store.store().claims().delete(id)).isTrue();
        assertThat(store.store().sources().find(id)).isEmpty();
    }
}
