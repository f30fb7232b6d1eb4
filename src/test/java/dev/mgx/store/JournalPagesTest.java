package dev.mgx.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.journal.Journal;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.database.DatabaseUrl;
import dev.mgx.store.task.Page;
import dev.mgx.task.Event;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.testing.StoreFixture;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalPagesTest {
    @TempDir
    Path folder;

    @Test
    void aPageIsBoundedByItsCharactersAndStillGetsThroughLargeEvents() {
        try (StoreFixture store = new StoreFixture(folder)) {
            Fence fence = store.running();
            for (int i = 0; i < 10; i++) {
                store.log(fence, (i % 2 == 0 ? "large" : "s").repeat(i % 2 == 0 ? 200_000 : 1));
            }
            Journal journal = store.store().journal();
            List<Long> seen = new ArrayList<>();
            long position = 0;
            while (true) {
                List<RecordedEvent> page = journal.after(fence.taskId(), position, 100, 100_000, Set.of());
                if (page.isEmpty()) {
                    break;
                }
                assertThat(page.size() == 1
                                || page.stream().mapToInt(RecordedEvent::size).sum() <= 100_000)
                        .isTrue();
                page.forEach(event -> seen.add(event.eventId()));
                position = page.getLast().eventId();
            }
            assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        }
    }

    @Test
    void leavesOutTypesAndCountsExactly() {
        try (StoreFixture store = new StoreFixture(folder)) {
            Fence fence = store.running();
            for (int i = 2; i <= 31; i++) {
                store.append(fence, EventDraft.of(i % 3 == 0 ? EventType.LOG : EventType.MESSAGE_DELTA, "e" + i));
            }
            Journal journal = store.store().journal();
            Set<EventType> deltas = Set.of(EventType.MESSAGE_DELTA);

            Page<RecordedEvent> page = journal.page(fence.taskId(), 30, deltas, 2, 3);
            assertThat(page.total()).isEqualTo(11); // TASK_START, 3, 6, … 30
            assertThat(page.items()).extracting(RecordedEvent::eventId).containsExactly(6L, 9L, 12L);
            assertThat(journal.page(fence.taskId(), 29, deltas, 9, 3).items())
                    .extracting(RecordedEvent::eventId)
                    .containsExactly(27L);
            assertThat(journal.after(fence.taskId(), 6, 2, 1_000_000, deltas))
                    .extracting(RecordedEvent::eventId)
                    .containsExactly(9L, 12L);
        }
    }

    @Test
    void anEventThatIsReadBackIsParsedWhenItIsAskedForAndOnlyOnce() throws Exception {
        try (StoreFixture store = new StoreFixture(folder)) {
            Fence fence = store.running();
            Event recorded = store.log(fence, "一 \uD83D\uDE00").getFirst();
            Journal journal = store.store().journal();

            RecordedEvent read = journal.after(fence.taskId(), 1, 1).getFirst();
            assertThat(read.event()).isEqualTo(recorded);
            assertThat(read.event()).isSameAs(read.event());
            assertThat(read.withoutState().event()).isSameAs(read.event());
            assertThat(read.json()).isEqualTo(Json.write(recorded).getBytes(StandardCharsets.UTF_8));

            try (TamperedRows rows = TamperedRows.of(folder, DatabaseUrl.OF_DATA_FOLDER)) {
                rows.setBodies(fence.taskId(), "{\"mood\":\"good\"}");
            }
            RecordedEvent newer = journal.after(fence.taskId(), 1, 1).getFirst();
            assertThat(newer.type()).isEqualTo(EventType.LOG);
            assertThat(newer.json()).asString(StandardCharsets.UTF_8).isEqualTo("{\"mood\":\"good\"}");
            assertThatThrownBy(newer::event).isInstanceOf(MalformedJson.class);
        }
    }
}
