package dev.mgx;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.mgx.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Who may import whom: the table of docs/architecture.md. A package that is not in it, or imports what the table does
 * not allow, fails the build.
 */
@Timeout(60)
class ArchitectureTest {
    private static final Set<String> STORE =
            Set.of("store", "store.source", "store.journal", "store.task", "store.sql", "store.sql.database");
    private static final Set<String> DIALECTS = Set.of("llm.openai", "llm.anthropic", "llm.gemini", "llm.ollama");

    /** Each package and those of ours that it may import; "*" is everything. Sub-packages stand for themselves. */
    static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            row("json"),
            row("time"),
            row("file"),
            row("archive"),
            row("task", "json"),
            row("store.sql", "time"),
            row("store.sql.database", "store.sql", "time", "file"),
            row("store.task", "json", "task", "time", "store.sql", "store.sql.database"),
            row("store.journal", "json", "task", "time", "store.sql", "store.task"),
            row("store.source", "json", "task", "store.sql", "store.task", "store.journal"),
            row("store", STORE, "json", "task", "time", "file"),
            row("config", "json", "time", "file", "store.sql.database"),
            row("engine.queue", STORE, "json", "task", "time"),
            row("engine.run", STORE, "json", "task", "time", "engine.queue"),
            row("engine", STORE, "json", "task", "time", "engine.run", "engine.queue"),
            row("stream", STORE, "json", "task", "time"),
            row("projection", STORE, "json", "task", "workspace"),
            row("llm", "json", "task", "time"),
            row("llm.endpoint"),
            row("llm.http", "json", "task", "time", "llm", "llm.endpoint"),
            row("llm.openai", "json", "task", "llm", "llm.endpoint", "llm.http"),
            row("llm.anthropic", "json", "task", "llm", "llm.endpoint", "llm.http"),
            row("llm.gemini", "json", "task", "llm", "llm.endpoint", "llm.http"),
            row("llm.ollama", "json", "task", "llm", "llm.endpoint", "llm.http"),
            row("llm.provider", DIALECTS, "json", "task", "time", "file", "llm", "llm.endpoint", "llm.http"),
            row("llm.catalog", "json", "task", "llm"),
            row("llm.budget", "json", "task", "time", "llm", "llm.catalog"),
            row("llm.gateway", "json", "task", "time", "llm", "llm.catalog", "llm.budget"),
            row("llm.replay", "json", "task", "file", "llm"),
            row("simulated", "json", "task", "llm"),
            row("sandbox", "time"),
            row("sandbox.relay"),
            row("sandbox.linux.process", "sandbox"),
            row("sandbox.linux.seccomp", "sandbox", "file"),
            row(
                    "sandbox.linux",
                    "time",
                    "file",
                    "archive",
                    "sandbox",
                    "sandbox.relay",
                    "sandbox.linux.process",
                    "sandbox.linux.seccomp"),
            row("service", "time", "sandbox"),
            row("workspace", STORE, "task", "file", "archive", "sandbox"),
            row("repository", "workspace", "file"),
            row("repository.baseline", "json"),
            row("repository.map", "workspace"),
            row("packages.names"),
            row("packages", "json", "file", "archive", "sandbox", "packages.names"),
            row("team.answer", "json", "llm", "workspace"),
            row("team.check", "json", "team.answer"),
            row("team.role", "json", "task", "llm", "workspace", "packages", "team.answer", "team.check"),
            row("agent", "json", "llm", "engine"),
            row(
                    "team.turn",
                    Set.of("engine", "engine.run", "llm", "llm.catalog", "llm.gateway", "agent"),
                    "json",
                    "task",
                    "time",
                    "sandbox",
                    "workspace",
                    "packages",
                    "team.answer",
                    "team.check",
                    "team.role"),
            row(
                    "team",
                    Set.of("engine", "engine.run", "llm", "llm.catalog", "llm.gateway", "agent", "team.turn"),
                    "json",
                    "task",
                    "time",
                    "sandbox",
                    "workspace",
                    "packages",
                    "repository.baseline",
                    "repository.map",
                    "team.answer",
                    "team.check",
                    "team.role"),
            row("server.intake"),
            row("server.origin"),
            row("server.problem"),
            row(
                    "server.http",
                    STORE,
                    "json",
                    "task",
                    "time",
                    "engine",
                    "workspace",
                    "server.intake",
                    "server.origin",
                    "server.problem"),
            row("server.preview", "service", "server.http"),
            row("server.sse", STORE, "json", "task", "time", "stream", "server.http"),
            row("server.metrics", STORE, "json", "task", "time", "engine", "stream", "server.http"),
            row(
                    "server.api",
                    STORE,
                    "json",
                    "task",
                    "time",
                    "service",
                    "server.preview",
                    "engine",
                    "stream",
                    "projection",
                    "workspace",
                    "server.http",
                    "server.problem",
                    "server.sse"),
            row(
                    "server.ws",
                    STORE,
                    "json",
                    "task",
                    "time",
                    "engine",
                    "stream",
                    "server.http",
                    "server.problem",
                    "server.api"),
            row(
                    "server",
                    STORE,
                    "json",
                    "task",
                    "time",
                    "server.preview",
                    "engine",
                    "stream",
                    "server.http",
                    "server.api",
                    "server.ws",
                    "server.sse",
                    "server.metrics",
                    "server.intake",
                    "server.origin"),
            row("client", "json", "task"),
            row("cli.client", "json", "task", "file", "config", "workspace", "repository", "client"),
            row("cli.terminal", "json", "file", "task", "config", "client", "cli.client"),
            row("cli.link", "file", "client", "cli.client", "cli.terminal"),
            row("cli.command.run", "task", "repository", "client", "cli.client", "cli.terminal", "cli.link"),
            row("cli.command.file", "json", "task", "repository", "client", "cli.client", "cli.terminal", "cli.link"),
            row(
                    "cli.command",
                    "json",
                    "task",
                    "file",
                    "config",
                    "client",
                    "cli.client",
                    "cli.terminal",
                    "cli.link",
                    "cli.command.run",
                    "cli.command.file"),
            row("wiring", "*"),
            row("doctor", "*"),
            row("app", "*"));

    private static Map.Entry<String, Set<String>> row(String name, String... others) {
        return row(name, Set.of(), others);
    }

    private static Map.Entry<String, Set<String>> row(String name, Set<String> group, String... others) {
        return Map.entry(name, Stream.concat(group.stream(), Stream.of(others)).collect(Collectors.toSet()));
    }

    static final List<String> PACKAGES = List.copyOf(MAY_IMPORT.keySet());

    /** The program without its tests, wherever a build puts the two. */
    private static final JavaClasses MAIN = new ClassFileImporter()
            .importUrl(Main.class.getProtectionDomain().getCodeSource().getLocation());

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }

    private static void onlyIn(List<String> packages, String... libraries) {
        check(noClasses()
                .that(not(resideInAnyPackage(packages.toArray(String[]::new))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries));
    }

    @Test
    void thereIsSomethingToCheck() {
        assertThat(MAIN.size()).isGreaterThan(50);
    }

    @ParameterizedTest
    @FieldSource("PACKAGES")
    void aPackageImportsOnlyWhatTheTableAllows(String name) {
        Set<String> others = MAY_IMPORT.getOrDefault(name, Set.of());
        if (others.contains("*")) {
            return;
        }
        String[] allowed = Stream.concat(Stream.of(name), others.stream())
                .map(each -> "dev.mgx." + each)
                .toArray(String[]::new);
        check(classes()
                .that()
                .resideInAPackage("dev.mgx." + name)
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("dev.mgx..")).or(resideInAnyPackage(allowed))));
    }

    @Test
    void everyPackageStandsInTheTableAndEachOfTheTableIsThere() {
        assertThat(packages().map(each -> each.getName().substring("dev.mgx.".length())))
                .containsExactlyInAnyOrderElementsOf(PACKAGES);
    }

    @Test
    void noPackageHasMoreThanTwentyFiveFiles() throws IOException {
        for (Path root : List.of(Path.of("src/main/java"), Path.of("src/test/java"), Path.of("bench/java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                assertThat(files.filter(file -> file.toString().endsWith(".java"))
                                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting())))
                        .allSatisfy((folder, count) ->
                                assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(25));
            }
        }
    }

    @Test
    void theVocabularyAndTheSandboxNeedNearlyNothingButTheLanguage() {
        check(classes()
                .that()
                .resideInAPackage("dev.mgx.task..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.mgx.task..", "dev.mgx.json.."));
        check(classes()
                .that()
                .resideInAPackage("dev.mgx.sandbox..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.sun.net.httpserver..",
                        "org.jspecify..",
                        "org.slf4j..",
                        "dev.mgx.sandbox..",
                        "dev.mgx.archive..",
                        "dev.mgx.file..",
                        "dev.mgx.time.."));
    }

    /** It is packed on its own. */
    @Test
    void theClientNeedsTheJdkJsonAndTheVocabularyOnly() {
        check(classes()
                .that()
                .resideInAnyPackage("dev.mgx.client..", "dev.mgx.json..", "dev.mgx.task..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.net.ssl..",
                        "org.jspecify..",
                        "com.fasterxml.jackson..",
                        "tools.jackson..",
                        "dev.mgx.client..",
                        "dev.mgx.json..",
                        "dev.mgx.task.."));
    }

    @Test
    void onlyStoreSqlKnowsSql() {
        onlyIn(
                List.of("dev.mgx.store.sql.."),
                "java.sql..",
                "javax.sql..",
                "org.sqlite..",
                "org.flywaydb..",
                "org.postgresql..",
                "com.zaxxer..");
    }

    @Test
    void onlyTheSandboxStartsProcesses() {
        check(noClasses()
                .that(not(resideInAPackage("dev.mgx.sandbox..")))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String.class)
                .orShould()
                .callMethod(Runtime.class, "exec", String[].class));
    }

    @Test
    void onlyTheServerKnowsTheWebLibrary() {
        onlyIn(List.of("dev.mgx.server.."), "io.vertx..", "io.netty..");
    }

    /** A dialect is known to those who choose between them, and to nobody else. */
    @Test
    void onlyTheModelRoomsKnowDialects() {
        check(noClasses()
                .that(not(resideInAPackage("dev.mgx.llm..")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        DIALECTS.stream().map(each -> "dev.mgx." + each).toArray(String[]::new)));
    }

    @Test
    void onlyThePackagesRoomKnowsMaven() {
        onlyIn(List.of("dev.mgx.packages"), "org.eclipse.aether..", "org.apache.maven..");
    }

    @Test
    void onlyTheRepositoryRoomKnowsGit() {
        onlyIn(List.of("dev.mgx.repository"), "org.eclipse.jgit..");
    }

    @Test
    void onlyTheCommandLineKnowsItsLibrary() {
        onlyIn(List.of("dev.mgx.cli.."), "picocli..");
    }

    @Test
    void noPackagesImportEachOther() {
        check(slices().matching("dev.mgx.(**)").should().beFreeOfCycles());
    }

    @Test
    void namesSayWhatAThingIs() {
        check(noClasses().should().haveNameMatching(".*[.$](\\w+(Utils?|Helper|Manager|Impl|Service)|Abstract\\w+)"));
    }

    @Test
    void eachSimpleTypeNameIsUsedOnce() {
        Map<String, List<String>> byName = MAIN.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        assertThat(byName).allSatisfy((name, types) -> assertThat(types).hasSize(1));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages())
                .allSatisfy(each -> assertThat(each.isAnnotatedWith(NullMarked.class))
                        .as("the package-info of %s has @NullMarked", each.getName())
                        .isTrue());
    }

    private static Stream<JavaPackage> packages() {
        return MAIN.stream().map(JavaClass::getPackage).distinct();
    }
}
