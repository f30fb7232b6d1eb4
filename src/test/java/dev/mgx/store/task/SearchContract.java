package dev.mgx.store.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.store.DatabaseFixture;
import dev.mgx.store.Store;
import dev.mgx.store.journal.Fence;
import dev.mgx.store.sql.Database;
import dev.mgx.store.sql.Readers;
import dev.mgx.store.sql.database.SearchTerms;
import dev.mgx.task.RunRequest;
import dev.mgx.task.Task;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskStatus;
import dev.mgx.testing.StoreFixture;
import dev.mgx.testing.TestDatabase;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The task list: search and paging. */
@Timeout(30)
abstract class SearchContract extends DatabaseFixture {
    static final List<Arguments> WORDS = HardWords.ROWS;

    private StoreFixture store;
    private Tasks tasks;

    SearchContract(TestDatabase database) {
        super(database);
    }

    @BeforeEach
    void openStore() {
        store = open();
        tasks = store.store().tasks();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private String create(@Nullable String title, String prompt) {
        return tasks.create(title, prompt, TaskOptions.DEFAULT).id();
    }

    private static TaskFilter words(String query) {
        return new TaskFilter(null, SearchTerms.wanted(query), "");
    }

    private List<String> found(TaskFilter filter) {
        Page<Task> page = tasks.list(filter, 1, 100);
        assertThat(page.total()).isEqualTo(page.items().size());
        return page.items().stream().map(Task::id).toList();
    }

    @ParameterizedTest(name = "{1} in {0}: {2}")
    @FieldSource("WORDS")
    void aTextIsFoundByItsWords(String text, String query, boolean found) {
        String id = create(null, text);
        create(null, "nothing of that");

        assertThat(found(words(query)).contains(id)).isEqualTo(found);
    }

    @Test
    void wordsMayStandInTheTitleOrTheRequirement() {
        String both = create("Fruit", "A shop for apples");
        create(null, "A shop for pears");

        assertThat(found(words("fruit apples"))).containsExactly(both);
    }

    @Test
    void aWordDoesNotBeginInTheTitleAndEndInTheRequirement() {
        create("水", "果");

        assertThat(found(words("水果"))).isEmpty();
    }

    @Test
    void aChangedTitleIsFoundAndTheOneBeforeIsNot() {
        String id = create("Before", "A quiz");
        tasks.describe(id, "After", null);

        assertThat(found(words("before"))).isEmpty();
        assertThat(found(words("after quiz"))).containsExactly(id);

        tasks.describe(id, null, "built");
        assertThat(found(words("after"))).containsExactly(id);
    }

    @Test
    void aDeletedTaskIsNotFoundAndLeavesNothingInTheIndex() throws Exception {
        String id = create("Gone", "soon");
        String other = create("Here", "to stay");
        assertThat(store.store().claims().delete(id)).isTrue();

        assertThat(found(words("gone"))).isEmpty();
        assertThat(found(words("here"))).containsExactly(other);
        try (Readers readers = new Readers(database(), Store.DEFAULT_TIMEOUT)) {
            assertThat(readers.<Long>read(sql -> sql.number("SELECT COUNT(*) FROM task_words")))
                    .isEqualTo(1);
        }
    }

    @Test
    void anUnknownTaskIsNotDescribed() {
        assertThat(tasks.describe("nobody", "title", null)).isEmpty();
        assertThat(found(words("title"))).isEmpty();
    }

    @Test
    void theLargestRequirementIsFoundByAnyOfItsCharacters() {
        Random random = new Random(17);
        String prompt = random.ints(65_536, 0x20000, 0x2A6DF)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        String id = create(null, prompt);
        int[] points = prompt.codePoints().toArray();

        assertThat(found(words(new String(points, 30_000, 200)))).containsExactly(id);
        assertThat(found(words(new String(points, 65_535, 1)))).containsExactly(id);
    }

    @Test
    void aQueryOfAsManyWordsAsFitIsAnswered() {
        String other = IntStream.range(0x5E00, 0x5E00 + 100)
                .mapToObj(Character::toString)
                .collect(Collectors.joining(" "));
        String words = IntStream.range(0x4E00, 0x4E00 + 100)
                .mapToObj(Character::toString)
                .collect(Collectors.joining(" "));
        String id = create(null, words);

        assertThat(found(words(words))).containsExactly(id);
        assertThat(found(words(other))).isEmpty();
    }

    @Test
    void aWordWithoutEndIsFoundByItsBeginning() {
        String id = create(null, "x".repeat(65_536));

        assertThat(found(words("x".repeat(64)))).containsExactly(id);
        assertThat(found(words("x".repeat(200)))).containsExactly(id);
        assertThat(found(words("x".repeat(63) + "y"))).isEmpty();
    }

    @Test
    void aBeginningOfTheIdIsEnough() {
        String first = create(null, "one");
        String second = create(null, "two");
        assertThat(first).isNotEqualTo(second);
        String shared = first.substring(0, first.length() - 1);

        assertThat(found(new TaskFilter(null, List.of(), first))).containsExactly(first);
        assertThat(found(new TaskFilter(null, List.of(), shared))).containsExactly(second, first);
        assertThat(found(new TaskFilter(null, SearchTerms.wanted("one"), shared)))
                .containsExactly(first);
        assertThat(found(new TaskFilter(null, List.of(), first + "0"))).isEmpty();
        assertThat(found(new TaskFilter(null, List.of(), "~"))).isEmpty();
    }

    @Test
    void aStatusNarrowsASearchAndATaskThatWaitsForItsPlaceIsPending() {
        Fence run = store.running();
        store.succeed(run);
        String waiting = store.create();

        assertThat(found(new TaskFilter(TaskStatus.SUCCEEDED, SearchTerms.wanted("todo"), "")))
                .containsExactly(run.taskId());
        store.enqueue(run.taskId(), RunRequest.FRESH);
        assertThat(found(new TaskFilter(TaskStatus.SUCCEEDED, SearchTerms.wanted("todo"), "")))
                .isEmpty();
        assertThat(found(new TaskFilter(TaskStatus.PENDING, SearchTerms.wanted("todo"), "")))
                .containsExactly(waiting, run.taskId());
    }

    @Test
    void foundTasksComeNewestFirstPageByPage() {
        List<String> made =
                IntStream.range(0, 7).mapToObj(at -> create(null, "todo " + at)).toList();
        create(null, "another");

        Page<Task> second = tasks.list(words("todo"), 2, 3);
        assertThat(second.total()).isEqualTo(7);
        assertThat(second.items()).extracting(Task::id).containsExactly(made.get(3), made.get(2), made.get(1));
        assertThat(tasks.list(words("todo"), 4, 3).items()).isEmpty();
        assertThat(tasks.list(words("todo"), Integer.MAX_VALUE, 100).total()).isEqualTo(7);
    }

    @Test
    void theListHasTheStatesOfTheSameMoment() {
        Fence running = store.running();
        String queued = store.create();
        store.enqueue(queued, RunRequest.FRESH);

        List<TaskWithState> all = tasks.listWithStates(TaskFilter.ALL, new Tasks.Place(1, 10, null))
                .items();
        assertThat(all)
                .allSatisfy(each -> assertThat(each.state())
                        .isEqualTo(tasks.state(each.task().id()).orElseThrow()));
        assertThat(all.getFirst().state())
                .satisfies(state -> assertThat(state.queuePosition()).isEqualTo(1));
        assertThat(all.getLast().task().id()).isEqualTo(running.taskId());
    }

    @Test
    void aStateThatCannotBeReadKeepsNoOtherFromTheList() throws Exception {
        String broken = store.create();
        String whole = store.create();
        store.close();
        tamper("UPDATE task SET state = '{}}' WHERE id = '" + broken + "'");
        openStore();

        List<TaskWithState> all = tasks.listWithStates(TaskFilter.ALL, new Tasks.Place(1, 10, null))
                .items();
        assertThat(all).extracting(each -> each.task().id()).containsExactly(whole, broken);
        assertThat(all.getFirst().state()).isNotNull();
        assertThat(all.getLast().state().lastMessage()).contains("state cannot be read");
    }

    @Test
    void tasksOfAnEarlierVersionAreFound() throws Exception {
        List<String> made = IntStream.range(0, 230)
                .mapToObj(at -> create("Größe " + at, "x"))
                .toList();
        store.close();
        asOfVersion3();
        openStore();

        assertThat(tasks.list(words("groesse"), 1, 1).total()).isZero();
        assertThat(tasks.list(words("GRÖSSE"), 1, 1).total()).isEqualTo(230);
        assertThat(found(words("größe 229"))).containsExactly(made.getLast());
        tasks.describe(made.getLast(), "Renamed", null);
        assertThat(found(words("größe 229"))).isEmpty();
    }

    @Test
    void whatIsFoundCountedAndSortedIsReadFromIndexesAlone() throws Exception {
        IntStream.range(0, 300).forEach(at -> create(null, "todo list w" + at));
        Database database = database();
        for (TaskFilter filter : List.of(
                TaskFilter.ALL,
                TaskFilter.of(TaskStatus.PENDING),
                words("todo w217"),
                new TaskFilter(TaskStatus.PENDING, SearchTerms.wanted("w217"), ""),
                new TaskFilter(null, List.of(), "0"))) {
            TaskListing listing = new TaskListing(filter, database.taskIndex());
            for (String statement : List.of(listing.count(), listing.ids())) {
                assertThat(statement).doesNotContain("input_prompt", "title", "LOWER", "LIKE");
                Object[] parameters = statement.endsWith("OFFSET ?")
                        ? listing.parameters(20, 40)
                        : listing.parameters().toArray();
                List<String> plan = plan(database, statement, parameters);
                assertThat(plan).as(statement).isNotEmpty();
                checkPlan(filter, String.join("\n", plan));
            }
        }
    }

    abstract Database database();

    /** Reverts the migrations after version 3. */
    abstract void asOfVersion3() throws Exception;

    abstract void tamper(String statement) throws Exception;

    abstract List<String> plan(Database database, String statement, Object[] parameters) throws Exception;

    abstract void checkPlan(TaskFilter filter, String plan);
}
