package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.packages.StubRegistry.Fault;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** npm and pip install in the real sandbox from a registry that is not what it seems. */
@Timeout(120)
class PackagesTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A lock has no host in it, so one of another registry's will do. */
    private static final Map<Ecosystem, Lock> LOCKS = new EnumMap<>(Ecosystem.class);

    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    private StubRegistry registry;
    private Packages packages;

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    @BeforeEach
    void open() throws IOException {
        registry = new StubRegistry();
        registry.npm(
                "right", "1.5.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "module.exports = 'right'"));
        registry.npm(
                "@scope/left",
                "2.0.0",
                StubRegistry.OLD,
                Map.of("right", "^1.0.0"),
                Map.of("package/index.js", "module.exports = 'left and ' + require('right')"));
        registry.wheel("right", "1.5", StubRegistry.OLD, "NAME = 'right'", "");
        registry.wheel("left", "2.0", StubRegistry.OLD, "import right; NAME = 'left and ' + right.NAME", "right>=1");
        registry.maven("org.example:right", "1.5", StubRegistry.OLD, "", Map.of("right.txt", "right"));
        registry.maven(
                "org.example:left",
                "2.0",
                StubRegistry.OLD,
                MavenTest.needs("org.example:right:1.5"),
                Map.of("left.txt", "left and "));
        packages = packages(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Packages packages(Path store) {
        return packages(store, 1 << 20);
    }

    private Packages packages(Path store, long mostBytesOfOne) {
        return new Packages(
                sandbox,
                new PackageStore(store, 64 << 20, mostBytesOfOne),
                new PackagePolicy(Duration.ofDays(7), Set.of("denied"), InstantSource.system()),
                ecosystem -> Optional.of(registry.registry(ecosystem)));
    }

    private static List<Dependency> left(Ecosystem ecosystem) {
        String text = switch (ecosystem) {
            case NPM -> "@scope/left@^2.0.0";
            case PYPI -> "left>=1";
            case MAVEN -> "org.example:left:[1,3)";
        };
        return List.of(ecosystem.parsed(text).orElseThrow());
    }

    private Lock lock(Ecosystem ecosystem) throws InterruptedException {
        Lock known = LOCKS.get(ecosystem);
        if (known == null) {
            known = packages.resolve(ecosystem, left(ecosystem), LONG);
            LOCKS.put(ecosystem, known);
        }
        return known;
    }

    private static String run(Ecosystem ecosystem, List<Path> archives) throws InterruptedException {
        String script = switch (ecosystem) {
            case NPM -> "ln -s /tmp/packages/node_modules . && node a.js && find -L . -name was-run";
            case PYPI -> "PYTHONPATH=/tmp/packages/python python3 a.py";
            case MAVEN -> "CLASSPATH='/tmp/packages/lib/*' java A.java";
        };
        Map<String, String> files = Map.of(
                "a.js", "console.log(require('@scope/left'))", "a.py", "import left; print(left.NAME)", "A.java", """
                void main() throws Exception {
                    for (String each : new String[] {"left.txt", "right.txt"}) {
                        System.out.print(new String(ClassLoader.getSystemResourceAsStream(each).readAllBytes()));
                    }
                }
                """);
        Command command = new Command(List.of("sh", "-c", script), files, LONG).with(archives);
        Execution execution = sandbox.run(command, OutputListener.NONE);
        return execution.stdout() + execution.stderr();
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void installsAPackageAndWhatItNeeds(Ecosystem ecosystem) throws InterruptedException {
        assertThat(packages.offered()).contains(ecosystem);

        Lock lock = packages.resolve(ecosystem, left(ecosystem), LONG);

        assertThat(lock.content()).contains("right").doesNotContain("127.0.0.1");
        assertThat(lock.libraries())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).endsWith(", MIT"));
        assertThat(lock.direct()).hasSize(1);
        assertThat(run(ecosystem, packages.archives(lock.files(), LONG))).isEqualTo("left and right");
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void needsTheRegistryOnlyOnce(Ecosystem ecosystem) throws InterruptedException {
        Lock lock = packages.resolve(ecosystem, left(ecosystem), LONG);
        registry.close();

        assertThat(run(ecosystem, packages(folder.resolve("store")).archives(lock.files(), LONG)))
                .isEqualTo("left and right");
        assertThatThrownBy(() -> packages(folder.resolve("another")).archives(lock.files(), LONG))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("could not be fetched");
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void installsByTheLockWhatIsNotKeptAnyMore(Ecosystem ecosystem) throws Exception {
        Lock lock = lock(ecosystem);
        registry.npm(
                "right", "1.9.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "module.exports = 'newer'"));
        registry.wheel("right", "1.9", StubRegistry.OLD, "NAME = 'newer'", "");
        registry.maven("org.example:left", "2.9", StubRegistry.OLD, "", Map.of("left.txt", "newer"));

        assertThat(run(ecosystem, packages(folder.resolve("another")).archives(lock.files(), LONG)))
                .isEqualTo("left and right");
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void whatIsAddedLaterLeavesTheOthersAsTheyAre(Ecosystem ecosystem) throws Exception {
        Lock lock = lock(ecosystem);
        registry.npm("right", "1.9.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "1"));
        registry.npm(
                "more",
                "1.0.0",
                StubRegistry.OLD,
                Map.of("right", ">=1"),
                Map.of("package/index.js", "module.exports = 1"));
        registry.wheel("right", "1.9", StubRegistry.OLD, "NAME = 'newer'", "");
        registry.wheel("more", "1.0", StubRegistry.OLD, "import right", "right>=1");
        registry.maven("org.example:right", "1.9", StubRegistry.OLD, "", Map.of("right.txt", "newer"));
        registry.maven(
                "org.example:more",
                "1.0",
                StubRegistry.OLD,
                MavenTest.needs("org.example:right:1.9"),
                Map.of("more.txt", ""));
        String more = (ecosystem == Ecosystem.MAVEN ? "org.example:" : "") + "more";

        Lock extended = packages.resolve(ecosystem, List.of(new Dependency(more, "")), lock.files(), LONG);

        assertThat(extended.libraries())
                .hasSize(3)
                .containsAll(lock.libraries())
                .anyMatch(each -> each.startsWith(more));
        assertThat(extended.direct()).hasSize(2).anyMatch(each -> each.startsWith(more));
        assertThat(run(ecosystem, packages.archives(extended.files(), LONG))).isEqualTo("left and right");
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void namesWhatDoesNotExist(Ecosystem ecosystem) {
        String name = (ecosystem == Ecosystem.MAVEN ? "org.example:" : "") + "invented-by-a-model";
        List<Dependency> invented = List.of(ecosystem.parsed(name).orElseThrow());

        assertThatThrownBy(() -> packages.resolve(ecosystem, invented, LONG))
                .isInstanceOf(PackageRefused.class)
                .hasMessage("Libraries from %s could not be installed: %s does not exist."
                        .formatted(ecosystem.title(), name));
    }

    @Test
    void theListHoldsForWhatPackagesBringAlong() {
        registry.npm("denied", "1.0.0", StubRegistry.OLD, Map.of(), Map.of());
        registry.npm("around", "1.0.0", StubRegistry.OLD, Map.of("denied", "1"), Map.of());

        assertThatThrownBy(() -> packages.resolve(Ecosystem.NPM, List.of(new Dependency("around", "")), LONG))
                .hasMessageContaining("denied is on the list of packages that are not used");
    }

    @ParameterizedTest
    @CsvSource({"NPM, OTHER_BYTES", "PYPI, OTHER_BYTES", "PYPI, CUT"})
    void takesNothingFromARegistryThatLies(Ecosystem ecosystem, Fault fault) {
        registry.misbehave(fault);

        assertThatThrownBy(() -> packages.resolve(ecosystem, left(ecosystem), LONG))
                .isInstanceOf(PackageRefused.class);
        assertThat(folder.resolve("store")).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"NPM, SILENT", "PYPI, SLOW", "MAVEN, SLOW"})
    void doesNotWaitForASilentOrSlowRegistry(Ecosystem ecosystem, Fault fault) {
        registry.misbehave(fault);

        assertThatThrownBy(() -> packages.resolve(ecosystem, left(ecosystem), Duration.ofSeconds(4)))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("it took too long");
    }

    @Test
    void aRegistryThatIsNotThereIsTold() {
        registry.close();

        assertThatThrownBy(() -> packages.resolve(Ecosystem.PYPI, left(Ecosystem.PYPI), LONG))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("left could not be fetched");
    }

    @Test
    void aHostileArchiveStaysInside() throws Exception {
        Path target = folder.resolve("owned");
        registry.npm(
                "evil",
                "1.0.0",
                StubRegistry.OLD,
                Map.of(),
                Map.of(
                        "package/../../../../../.." + target,
                        "owned",
                        "package/link",
                        "-> " + folder,
                        "package/link/owned",
                        "owned",
                        "package/index.js",
                        "module.exports = 1"));

        try {
            Lock lock = packages.resolve(Ecosystem.NPM, List.of(new Dependency("evil", "")), LONG);
            packages.archives(lock.files(), LONG);
        } catch (PackageRefused e) {
            assertThat(e).hasMessageContaining("could not be installed");
        }

        assertThat(target).doesNotExist();
    }

    @Test
    void anArchiveWithFilesWithoutEndIsGivenUp() throws Exception {
        registry.npmWithEmptyFiles("many", 300_000);
        Packages more = packages(folder.resolve("store"), 8 << 20);

        assertThatThrownBy(
                        () -> more.resolve(Ecosystem.NPM, List.of(new Dependency("many", "")), Duration.ofSeconds(8)))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("it took too long");
        assertNothingIsInstalled();
    }

    @Test
    void aPackageThatIsTooLargeIsRefused() {
        registry.npm("large", "1.0.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "x".repeat(2 << 20)));

        assertThatThrownBy(() -> packages.resolve(Ecosystem.NPM, List.of(new Dependency("large", "")), LONG))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("What was installed could not be kept: it is larger than 1 MiB");
        assertNothingIsInstalled();
    }

    private void assertNothingIsInstalled() {
        assertThat(folder.resolve("store"))
                .satisfiesAnyOf(
                        store -> assertThat(store).doesNotExist(),
                        store -> assertThat(store).isDirectoryNotContaining("glob:**installed-*"));
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void aLockThatAModelHasChangedInstallsNothing(Ecosystem ecosystem) throws InterruptedException {
        Lock lock = lock(ecosystem);
        String changed = switch (ecosystem) {
            case NPM -> lock.content().replaceFirst("sha512-.{10}", "sha512-AAAAAAAAAA");
            case PYPI -> lock.content().replaceFirst("sha256:.{10}", "sha256:0000000000");
            case MAVEN -> lock.content().replaceFirst("[0-9a-f]{10}", "0000000000");
        };
        assertThat(changed).isNotEqualTo(lock.content());

        Map<String, String> files = new Lock(ecosystem, lock.manifest(), changed).files();
        assertThatThrownBy(() -> packages.archives(files, LONG)).isInstanceOf(PackageRefused.class);
    }

    @ParameterizedTest
    @EnumSource(Ecosystem.class)
    void twoThatWantTheSameAtOnceGetTheSame(Ecosystem ecosystem) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Lock>> locks = Stream.of(1, 2)
                    .map(number -> threads.submit(() -> packages.resolve(ecosystem, left(ecosystem), LONG)))
                    .toList();
            Lock lock = locks.get(0).get();
            assertThat(locks.get(1).get()).isEqualTo(lock);

            Packages other = packages(folder.resolve("another"));
            registry.asked.clear();
            List<Future<List<Path>>> both = Stream.of(1, 2)
                    .map(number -> threads.submit(() -> other.archives(lock.files(), LONG)))
                    .toList();
            assertThat(both.get(0).get()).isEqualTo(both.get(1).get());
        }
        assertThat(registry.asked.stream().filter(path -> path.contains("left")))
                .doesNotHaveDuplicates();
        for (String store : List.of("store", "another")) { // two downloads and what they install, and nothing half
            try (Stream<Path> files = Files.list(folder.resolve(store))) {
                assertThat(files.map(file -> file.getFileName().toString().replaceFirst("(\\d{3})?-.*", ""))
                                .sorted())
                        .containsExactly("installed", "sha", "sha");
            }
        }
    }
}
