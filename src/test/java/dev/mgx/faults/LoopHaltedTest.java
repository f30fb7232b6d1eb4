package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.packages.Packages;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.store.Store;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import dev.mgx.task.TaskStatus;
import dev.mgx.task.Usage;
import dev.mgx.team.SoftwareTeam;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.testing.Invariants;
import dev.mgx.testing.Soak;
import dev.mgx.time.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent's loop is halted at its journal writes in turn: another process continues it to the same end, and
 * asks for no answer that is journaled.
 */
@Tag("stability")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class LoopHaltedTest {
    /** A build halts before every twentieth write and after others, a soak at each. */
    private static final int EVERY = Soak.of(20, 1);

    @TempDir
    static Path folder;

    private static ChildJvm jvm;
    private static EmptyData empty;

    /** What must not depend on crashes. */
    private record End(TaskStatus status, String summary, int calls, Map<String, String> files, List<Byte> logo) {}

    @BeforeAll
    static void startProcesses() throws IOException {
        jvm = ChildJvm.of(LoopServer.class, folder.resolve("jvm"));
        empty = EmptyData.make(folder.resolve("empty"));
    }

    @Test
    void aNewProgramIsTheSameAndNoJournaledAnswerIsAskedForAgain() throws Exception {
        End end = undisturbed(Work.NEW);
        assertThat(end.files()).containsOnlyKeys("mgx.json", "say.sh", "kept.txt", "README.md");
        assertThat(end.logo()).containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3);
        haltBothWays(Work.NEW, end, 80);
    }

    @Test
    void soIsAProjectThatIsChanged() throws Exception {
        End end = undisturbed(Work.EXISTING);
        assertThat(end.files()).containsOnlyKeys("mgx.json", "say.sh", "tests.sh", "README.md");
        assertThat(end.summary()).contains("every test that passed before still passes");
        haltBothWays(Work.EXISTING, end, 30);
    }

    private static End undisturbed(Work work) throws IOException, InterruptedException {
        Path data = folder.resolve("undisturbed-" + work.name());
        Path ledger = folder.resolve("ledger-" + work.name());
        jvm.train(data.toString(), ledger.toString(), "0", "BEFORE", work.name());
        End end = end(data);
        assertThat(end.status()).as(end.summary()).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(Files.readAllLines(ledger))
                .filteredOn(call -> call.startsWith("agent-"))
                .hasSize(work.turns().size());
        return end;
    }

    private static void haltBothWays(Work work, End undisturbed, int writes) throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> sides = new ArrayList<>();
            for (HaltProbe.Moment moment : HaltProbe.Moment.values()) {
                sides.add(workers.submit(() -> haltEverywhere(work, undisturbed, moment)));
            }
            for (Future<Integer> side : sides) {
                assertThat(side.get()).as("writes at which it was halted").isGreaterThan(writes);
            }
        }
    }

    private static int haltEverywhere(Work work, End undisturbed, HaltProbe.Moment moment) throws Exception {
        for (int commit = moment == HaltProbe.Moment.BEFORE ? 3 : 3 + EVERY / 2; ; commit += EVERY) {
            Path place = Files.createDirectories(folder.resolve("%s-%s-%d".formatted(work.name(), moment, commit)));
            Path data = empty.in(place.resolve("data"));
            Path ledger = place.resolve("ledger");
            try (ChildProcess child = jvm.start(
                    place.resolve("output"),
                    data.toString(),
                    ledger.toString(),
                    Integer.toString(commit),
                    moment.name(),
                    work.name())) {
                int exit = child.await();
                if (exit == 0) {
                    return commit - 1; // the run had fewer writes
                }
                assertThat(exit).as(child.outputText()).isEqualTo(HaltProbe.EXIT_CODE);
            }
            Set<String> said = journaledAnswers(data);
            int before = Files.exists(ledger) ? Files.readAllLines(ledger).size() : 0;
            LoopServer.bringToItsEnd(work, data, ledger, CommitProbe.NONE);
            List<String> asked = Files.readAllLines(ledger);
            assertThat(asked.subList(before, asked.size()))
                    .as("%s halted %s commit %d", work.name(), moment, commit)
                    .noneMatch(said::contains);
            assertThat(end(data))
                    .as("%s halted %s commit %d", work.name(), moment, commit)
                    .isEqualTo(undisturbed);
        }
    }

    private static Set<String> journaledAnswers(Path data) {
        Set<String> said = new HashSet<>();
        try (Store store = open(data)) {
            for (var task : store.tasks().page(null, 1, 2).items()) {
                for (int turn = 1; turn <= Work.MOST_TURNS; turn++) {
                    String step = "agent-%d:said".formatted(turn);
                    store.steps()
                            .find(task.id(), 1, step)
                            .filter(known -> known.resultJson() != null)
                            .ifPresent(known -> said.add(step));
                }
            }
        }
        return said;
    }

    private static End end(Path data) {
        try (Store store = open(data)) {
            String id = store.tasks().page(null, 1, 2).items().getFirst().id();
            Invariants.checkOver(store, id);
            TaskState state = store.tasks().state(id).orElseThrow();
            List<Byte> logo = new ArrayList<>();
            for (byte each : store.artifacts().binaries(id, 1).getOrDefault("logo.bin", new byte[0])) {
                logo.add(each);
            }
            return new End(
                    state.status(),
                    String.valueOf(state.finalResult() == null ? state.errorMessage() : state.finalResult()),
                    state.usage().llmCalls(),
                    store.artifacts().manifest(id, 1),
                    logo);
        }
    }

    private static Store open(Path data) {
        return Store.open(data, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE);
    }

    /** What the engineer does, turn by turn. */
    record Work(String name, String requirement, TaskOptions options, Map<String, String> source, List<String> turns) {
        static final int MOST_TURNS = 12;

        /** A program in twelve turns of commands, files and edits. */
        static final Work NEW = new Work(
                "NEW",
                "say.sh one prints ONE. say.sh two prints TWO. say.sh three prints THREE.",
                new TaskOptions(null, null, null, null, null, null, "solo"),
                Map.of(),
                List.of(
                        "=== FILE say.sh ===\ncase $1 in\none) echo ONE ;;\nesac\n=== END FILE ===",
                        "```sh\nmkdir -p docs target; echo first > docs/notes.md; printf '\\0\\1\\2' > logo.bin; echo made > target/made\n```",
                        "```sh\ncat target/made; od -An -tx1 logo.bin; cat docs/notes.md\n```",
                        "=== EDIT docs/notes.md ===\n<<<<<<<\nfirst\n=======\nsecond\n>>>>>>>",
                        "=== EDIT say.sh ===\n<<<<<<<\nesac\n=======\ntwo) echo TWO ;;\nesac\n>>>>>>>",
                        "```sh\ngrep -c second docs/notes.md; rm docs/notes.md; echo kept > kept.txt\n```",
                        "I think.",
                        "```sh\nls docs 2>/dev/null; cat kept.txt; printf '\\3' >> logo.bin\n```",
                        "{\"name\": \"write_file\", \"arguments\": {\"path\": \"README.md\", \"content\": \"# Say\\n\"}}",
                        "```sh\nod -An -tx1 logo.bin; exit 3\n```",
                        "DONE",
                        "```sh\nsed -i 's/^esac/three) echo THREE ;;\\nesac/' say.sh\n```"));
        /** A project that exists, in which a test is broken and mended. */
        static final Work EXISTING = new Work(
                "EXISTING",
                "say.sh one prints ONE. say.sh two prints TWO. say.sh three prints THREE.",
                new TaskOptions(null, null, null, null, null, null, null, TaskOptions.UPLOAD, "sh tests.sh"),
                Map.of(
                        "say.sh",
                        "case $1 in\nzero) echo ZERO ;;\nesac\n",
                        "tests.sh",
                        "echo 1..1; touch ran; if [ \"$(sh say.sh zero)\" = ZERO ]; then echo 'ok 1 - zero'; else echo 'not ok 1 - zero'; fi\n",
                        "README.md",
                        "Says.\n"),
                List.of(
                        "```sh\ngrep -n zero ./*.sh\n```",
                        "=== EDIT say.sh ===\n<<<<<<<\nesac\n=======\none) echo ONE ;;\ntwo) echo TWO ;;\nesac\n>>>>>>>",
                        "=== EDIT say.sh ===\n<<<<<<<\nzero) echo ZERO ;;\n=======\nthree) echo THREE ;;\n>>>>>>>",
                        "```sh\nsed -i 's/^esac/zero) echo ZERO ;;\\nesac/' say.sh\n```"));

        static Work named(String name) {
            return name.equals(NEW.name) ? NEW : EXISTING;
        }
    }

    /** A process in which one engineer works, to be halted at a commit (0: never). Arguments: {@code FOLDER LEDGER COMMIT MOMENT WORK}. */
    static final class LoopServer {
        private LoopServer() {}

        public static void main(String[] args) throws InterruptedException {
            bringToItsEnd(
                    Work.named(args[4]),
                    Path.of(args[0]),
                    Path.of(args[1]),
                    new HaltProbe(Long.parseLong(args[2]), HaltProbe.Moment.valueOf(args[3])));
        }

        static String bringToItsEnd(Work work, Path folder, Path ledger, CommitProbe probe)
                throws InterruptedException {
            try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults())) {
                ModelGateway gateway = new ModelGateway(
                        ModelSource.only(new Turns(work, ledger)),
                        ModelRoster.USUAL,
                        ModelCatalog.builtIn(),
                        GatewayLimits.DEFAULT,
                        MonotonicClock.SYSTEM,
                        () -> 0);
                SoftwareTeam team = new SoftwareTeam(gateway, sandbox, Packages.none(sandbox), TeamLimits.DEFAULT);
                return SmallServer.bringToItsEnd(
                        folder, team, work.requirement(), work.options(), work.source(), probe);
            }
        }

        /** Says each turn by how many there were, and notes what it was asked. */
        private record Turns(Work work, Path ledger) implements Model {
            @Override
            public String name() {
                return "turns";
            }

            @Override
            public boolean simulated() {
                return true;
            }

            @Override
            public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
                int turn = prompt.exchanges().size() + 1;
                note(
                        prompt.role() == AgentRole.ENGINEER
                                ? "agent-%d:said".formatted(turn)
                                : prompt.role().name());
                String text = switch (prompt.role()) {
                    case ENGINEER ->
                        work.turns().get(Math.min(turn, work.turns().size()) - 1);
                    case QA_ENGINEER ->
                        Json.write(Map.of("checks", List.of(check("one"), check("two"), check("three"))));
                    default -> "{}";
                };
                onText.text(text);
                return new Answer(text, new Usage(10, 5, BigDecimal.ZERO, 1));
            }

            private static Map<String, Object> check(String number) {
                String says = number.toUpperCase(Locale.ROOT);
                return Map.of(
                        "quote",
                        "say.sh %s prints %s".formatted(number, says),
                        "steps",
                        List.of(Map.of("run", "sh say.sh " + number, "output", says)));
            }

            private synchronized void note(String call) {
                try {
                    Files.writeString(ledger, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }
}
