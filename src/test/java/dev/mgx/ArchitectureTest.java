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

/** The table of docs/design: who may import whom. It holds also for packages that are yet to come. */
@Timeout(60)
class ArchitectureTest {
    /** Each package and those of ours that it may import; the root may import everything. */
    static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("task", Set.of()),
            Map.entry("sandbox", Set.of()),
            Map.entry("json", Set.of("task")),
            Map.entry("store", Set.of("task", "json")),
            Map.entry("engine", Set.of("task", "json", "store")),
            Map.entry("llm", Set.of("task", "json")),
            Map.entry("workspace", Set.of("task", "json", "store")),
            Map.entry("team", Set.of("task", "json", "engine", "llm", "sandbox", "workspace")),
            Map.entry("stream", Set.of("task", "json", "store")),
            Map.entry("server", Set.of("task", "json", "engine", "store", "stream", "workspace")),
            Map.entry("cli", Set.of("task", "json")));

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
        String[] allowed = Stream.concat(Stream.of(name), MAY_IMPORT.getOrDefault(name, Set.of()).stream())
                .map(each -> "dev.mgx." + each + "..")
                .toArray(String[]::new);
        check(classes()
                .that()
                .resideInAPackage("dev.mgx." + name + "..")
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("dev.mgx..")).or(resideInAnyPackage(allowed))));
    }

    @Test
    void everyPackageStandsInTheTable() {
        assertThat(packages().map(JavaPackage::getName))
                .allSatisfy(name -> assertThat(name)
                        .matches(known -> known.equals("dev.mgx")
                                || MAY_IMPORT.containsKey(known.replaceFirst("^dev\\.mgx\\.(\\w+).*$", "$1"))));
    }

    @Test
    void theVocabularyAndTheSandboxNeedNothingButTheLanguage() {
        check(classes()
                .that()
                .resideInAPackage("dev.mgx.task..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "dev.mgx.task.."));
        check(classes()
                .that()
                .resideInAPackage("dev.mgx.sandbox..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "org.slf4j..", "dev.mgx.sandbox.."));
    }

    @Test
    void onlyTheStoreKnowsSql() {
        onlyIn(
                List.of("dev.mgx.store.."),
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

    @Test
    void onlyTheCommandLineKnowsItsLibrary() {
        onlyIn(List.of("dev.mgx.cli..", "dev.mgx"), "picocli..");
    }

    @Test
    void noPackagesImportEachOther() {
        check(slices().matching("dev.mgx.(*)..").should().beFreeOfCycles());
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
