package dev.mgx.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.archive.TarReader;
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
import dev.mgx.operator.OperatorFolder;
import dev.mgx.packages.Ecosystem;
import dev.mgx.packages.PackagePolicy;
import dev.mgx.packages.PackageStore;
import dev.mgx.packages.Packages;
import dev.mgx.packages.StubRegistry;
import dev.mgx.packages.registry.Registry;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.StaleSockets;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.store.Store;
import dev.mgx.store.journal.JournalHead;
import dev.mgx.store.journal.JournalListener;
import dev.mgx.store.journal.RecordedEvent;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskStatus;
import dev.mgx.task.Usage;
import dev.mgx.team.SoftwareTeam;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.testing.Soak;
import dev.mgx.time.MonotonicClock;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that installs a package, and whose check is a request to the program, is halted at its journal writes: another
 * process continues it to the same end, and nothing of either is left.
 */
@Tag("stability")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class ListeningProgramHaltedTest {
    /** Of the package and of the program, so that their processes can be told from others. */
    private static final String NAME = "left" + UUID.randomUUID().toString().replace("-", "");

    /** A build halts at one write of each kind, before and after it in turn; a soak both at each. */
    private static final boolean ALL = Soak.of(0, 1) == 1;

    @TempDir
    static Path folder;

    private static ChildJvm jvm;
    private static EmptyData empty;
    private static Made undisturbed;
    private static Set<String> kept;
    private static List<String> kinds;

    /** A process that is halted at a write, and where it was. */
    private record Halt(int commit, HaltProbe.Moment moment) {}

    @BeforeAll
    static void runUndisturbed() throws Exception {
        Files.setPosixFilePermissions(
                folder, PosixFilePermissions.fromString("rwx--x--x")); // who runs programs finds sockets in it
        jvm = ChildJvm.of(ListeningServer.class, folder.resolve("jvm"));
        empty = EmptyData.make(folder.resolve("empty"));
        Path data = empty.in(folder.resolve("undisturbed"));
        Path writes = folder.resolve("writes");
        try (StubRegistry registry = registry()) {
            jvm.train(arguments(data, registry, 0, HaltProbe.Moment.BEFORE, writes));
        }
        undisturbed = Made.read(data);
        assertThat(undisturbed.status()).as("%s", undisturbed).isEqualTo(TaskStatus.SUCCEEDED);
        assertThat(undisturbed.files()).containsOnlyKeys(NAME + ".js", "mgx.json", "package.json", "package-lock.json");
        assertThat(asked(data)).containsExactlyElementsOf(ListeningServer.steps(NAME));
        kept = counted(data.resolve("packages"));
        assertThat(kept).hasSize(2);
        kinds = Files.readAllLines(writes).stream()
                .map(line -> line.replaceFirst("^\\d+ ?", ""))
                .map(types -> Stream.of(types.split(" ")).sorted().collect(Collectors.joining(" ")))
                .toList();
    }

    private static StubRegistry registry() throws IOException {
        StubRegistry registry = new StubRegistry();
        registry.npm(
                NAME,
                "1.2.0",
                StubRegistry.OLD,
                Map.of(),
                Map.of("package/index.js", "module.exports = words => words.toUpperCase()"));
        return registry;
    }

    private static String[] arguments(
            Path data, StubRegistry registry, int commit, HaltProbe.Moment moment, Path writes) {
        return new String[] {
            data.toString(),
            NAME,
            registry.registry(Ecosystem.NPM).base().toString(),
            Integer.toString(commit),
            moment.name(),
            writes.toString()
        };
    }

    @Test
    @Tag("soak")
    void theResultTheLockAndTheStoreAreTheSameAndNothingIsLeft() throws Exception {
        assertThat(kinds).as("writes").hasSizeGreaterThan(15);
        List<Halt> halts = ALL ? all() : oneOfEachKind();
        int halted = 0;
        try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> sides = new ArrayList<>();
            halts.forEach(halt -> sides.add(workers.submit(() -> haltAndContinue(halt))));
            for (Future<Boolean> side : sides) {
                halted += side.get() ? 1 : 0;
            }
        }
        assertThat(halted).as("of %s", halts).isGreaterThan(halts.size() / 2);
        assertThat(processes()).as("processes that are left").isEmpty();
    }

    private static List<Halt> all() {
        List<Halt> halts = new ArrayList<>();
        for (int commit = 1; commit <= kinds.size(); commit++) {
            for (HaltProbe.Moment moment : HaltProbe.Moment.values()) {
                halts.add(new Halt(commit, moment));
            }
        }
        return halts;
    }

    /** By the events that they write. */
    private static List<Halt> oneOfEachKind() {
        Map<String, List<Integer>> byKind = new LinkedHashMap<>();
        for (int i = 0; i < kinds.size(); i++) {
            byKind.computeIfAbsent(kinds.get(i), kind -> new ArrayList<>()).add(i + 1);
        }
        List<Halt> halts = new ArrayList<>();
        for (List<Integer> commits : byKind.values()) {
            HaltProbe.Moment moment = halts.size() % 2 == 0 ? HaltProbe.Moment.BEFORE : HaltProbe.Moment.AFTER;
            halts.add(new Halt(commits.get(commits.size() / 2), moment));
        }
        return halts;
    }

    /** Whether it was halted; else the run had fewer writes this time. */
    private static boolean haltAndContinue(Halt halt) throws Exception {
        Path place = Files.createDirectories(folder.resolve("%s-%d".formatted(halt.moment(), halt.commit())));
        Path data = empty.in(place.resolve("data"));
        Path temporary = Files.createDirectories(place.resolve("tmp"));
        try (StubRegistry registry = registry()) {
            String[] arguments = arguments(data, registry, halt.commit(), halt.moment(), place.resolve("writes"));
            int exit;
            try (ChildProcess child = jvm.startWith(temporary, place.resolve("output"), arguments)) {
                exit = child.await();
                assertThat(exit).as(child.outputText()).isIn(0, HaltProbe.EXIT_CODE);
            }
            Set<String> journaled = journaled(data);
            int before = asked(data).size();
            registry.asked.clear();
            age(temporary);

            String[] undisturbedly = arguments(data, registry, 0, halt.moment(), place.resolve("writes"));
            try (ChildProcess child = jvm.startWith(temporary, place.resolve("output"), undisturbedly)) {
                assertThat(child.await()).as(child.outputText()).isZero();
            }

            List<String> asked = asked(data);
            assertThat(asked.subList(before, asked.size())).as("%s", halt).noneMatch(journaled::contains);
            if (journaled.contains("packages")) {
                assertThat(registry.asked).as("%s", halt).isEmpty();
            }
            assertThat(Made.read(data)).as("%s", halt).isEqualTo(undisturbed);
            assertWhole(data.resolve("packages"), halt);
            assertThat(names(temporary)).as("%s", halt).isEmpty();
            return exit == HaltProbe.EXIT_CODE;
        }
    }

    /** What a killed process left counts as left once it is a minute old. */
    private static void age(Path temporary) throws IOException {
        try (Stream<Path> left = Files.list(temporary)) {
            for (Path each : left.toList()) {
                Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
            }
        }
    }

    private static Set<String> journaled(Path data) {
        Set<String> finished = new TreeSet<>();
        try (Store store =
                Store.open(data, Clock.systemUTC(), () -> UUID.randomUUID().toString(), CommitProbe.NONE)) {
            for (var task : store.tasks().page(null, 1, 2).items()) {
                Stream.concat(ListeningServer.steps(NAME).stream(), Stream.of("packages"))
                        .filter(step -> store.steps()
                                .find(task.id(), 1, step)
                                .filter(known -> known.resultJson() != null)
                                .isPresent())
                        .forEach(finished::add);
            }
        }
        return finished;
    }

    private static List<String> asked(Path data) throws IOException {
        Path ledger = ListeningServer.ledger(data);
        return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
    }

    private static Set<String> names(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** What counts in the store: not what is being written, of which a crash leaves some for an hour. */
    private static Set<String> counted(Path packages) throws IOException {
        return names(packages).stream()
                .filter(name -> !name.endsWith(".part") && !name.startsWith("new-"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The download has the hash that it is named by, and the installation is an archive to its end. */
    private static void assertWhole(Path packages, Halt halt) throws Exception {
        assertThat(counted(packages)).as("%s", halt).isEqualTo(kept);
        for (String name : kept) {
            if (name.startsWith("sha512-")) {
                byte[] hash = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(packages.resolve(name)));
                assertThat(name)
                        .as("%s", halt)
                        .isEqualTo("sha512-" + HexFormat.of().formatHex(hash));
            } else {
                assertThat(entries(packages.resolve(name)))
                        .as("%s", halt)
                        .anySatisfy(entry -> assertThat(entry).endsWith("node_modules/%s/index.js".formatted(NAME)));
            }
        }
    }

    private static List<String> entries(Path archive) throws IOException {
        List<String> paths = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            TarReader reader = new TarReader(in);
            for (Optional<TarReader.Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
                paths.add(next.get().path());
            }
        }
        return paths;
    }

    private static List<ProcessHandle> processes() throws Exception {
        List<ProcessHandle> ours = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(NAME))
                .toList();
        for (ProcessHandle each : ours) {
            each.onExit().get(10, TimeUnit.SECONDS);
        }
        return ours.stream().filter(ProcessHandle::isAlive).toList();
    }

    /**
     * A process in which the team makes a program that listens, to be halted at a commit (0: never). Arguments: {@code FOLDER NAME
     * REGISTRY COMMIT MOMENT WRITES}.
     */
    static final class ListeningServer {
        private ListeningServer() {}

        /** The steps in which a model is asked, in order. */
        static List<String> steps(String name) {
            return List.of("prd", "design", "checks", "file:%s.js".formatted(name));
        }

        static Path ledger(Path data) {
            return data.resolveSibling(data.getFileName() + ".asked");
        }

        public static void main(String[] args) throws InterruptedException {
            Path data = Path.of(args[0]);
            int commit = Integer.parseInt(args[3]);
            StaleSockets.sweep();
            try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults())) {
                Registry registry = new Registry(URI.create(args[2]), null, null);
                Packages packages = new Packages(
                        sandbox,
                        new PackageStore(data.resolve("packages"), 64 << 20, 1 << 20),
                        new PackagePolicy(Duration.ofDays(7), Set.of(), InstantSource.system()),
                        ecosystem -> Optional.of(registry).filter(same -> ecosystem == Ecosystem.NPM));
                ModelGateway gateway = new ModelGateway(
                        ModelSource.only(new Script(args[1], ledger(data))),
                        ModelRoster.USUAL,
                        ModelCatalog.builtIn(),
                        GatewayLimits.DEFAULT,
                        MonotonicClock.SYSTEM,
                        () -> 0);
                SmallServer.bringToItsEnd(
                        data,
                        new SoftwareTeam(gateway, sandbox, packages, TeamLimits.DEFAULT, OperatorFolder.NONE),
                        Script.requirement(args[1]),
                        TaskOptions.DEFAULT,
                        Map.of(),
                        commit == 0
                                ? new Writes(Path.of(args[5]))
                                : new HaltProbe(commit, HaltProbe.Moment.valueOf(args[4])));
            }
        }

        /** Notes of each write which events it has: a line each. */
        private record Writes(Path file) implements CommitProbe, JournalListener {
            @Override
            public void before(long commit) {}

            @Override
            public void after(long commit) {
                append(file, (commit == 1 ? "" : "\n") + commit);
            }

            @Override
            public void changed(String taskId, List<RecordedEvent> events, JournalHead head) {
                append(
                        file,
                        events.stream()
                                .map(event -> " " + event.type())
                                .distinct()
                                .collect(Collectors.joining()));
            }

            @Override
            public void deleted(String taskId) {}
        }

        private static synchronized void append(Path file, String text) {
            try {
                Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What each role says; notes for which step it was asked. */
        private record Script(String library, Path ledger) implements Model {
            static String requirement(String name) {
                return "GET /hello of an HTTP server that uses the npm package %s answers HELLO".formatted(name);
            }

            @Override
            public String name() {
                return "script";
            }

            @Override
            public boolean simulated() {
                return true;
            }

            @Override
            public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
                String program = library + ".js";
                String text = switch (prompt.role()) {
                    case PRODUCT_MANAGER ->
                        Json.write(Map.of("title", "Hello", "summary", "It greets", "goals", List.of("Greet")));
                    case ARCHITECT ->
                        Json.write(Map.of(
                                "run", "node " + program,
                                "packages", List.of(library),
                                "usage", List.of("GET /hello"),
                                "overview", "One program",
                                "files", List.of(Map.of("path", program, "purpose", "greets"))));
                    case QA_ENGINEER ->
                        Json.write(Map.of(
                                "checks",
                                List.of(Map.of(
                                        "quote",
                                        requirement(library),
                                        "steps",
                                        List.of(Map.of("run", "GET /hello", "output", "HELLO", "exit_code", 200))))));
                    case ENGINEER -> """
                            === FILE %s ===
                            const aloud = require('%s');
                            require('http').createServer((request, response) => response.end(aloud('hello')))
                                .listen(process.env.PORT, '127.0.0.1');
                            === END FILE ===""".formatted(program, library);
                    case DEBUGGER, EDITOR -> "";
                };
                append(ledger, step(prompt.role()) + "\n");
                onText.text(text);
                return new Answer(text, new Usage(10, 5, BigDecimal.ZERO, 1));
            }

            private String step(AgentRole role) {
                List<String> steps = steps(library);
                return switch (role) {
                    case PRODUCT_MANAGER -> steps.get(0);
                    case ARCHITECT -> steps.get(1);
                    case QA_ENGINEER -> steps.get(2);
                    case ENGINEER -> steps.get(3);
                    case DEBUGGER, EDITOR -> role.name();
                };
            }
        }
    }
}
