package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.packages.Packages.Installation;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What projects declare that others wrote: which files count, and what is installed of it. */
@Timeout(120)
class DeclaredPackagesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String NPM = "npm test";
    private static final String PYTEST = "python3 -m pytest -v";

    private static Sandbox sandbox;

    @TempDir
    private Path folder;

    private StubRegistry registry;

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
        for (String version : List.of("1.5.0", "1.6.0")) {
            registry.npm(
                    "right",
                    version,
                    StubRegistry.OLD,
                    Map.of(),
                    Map.of("package/index.js", "module.exports = 'right %s'".formatted(version)));
        }
        for (String name : List.of("right", "wrong", "pytest", "tested")) {
            registry.wheel(name, "1.5", StubRegistry.OLD, "NAME = '%s'".formatted(name), "");
        }
        registry.wheel("young", "1.0", Instant.now(), "NAME = 'young'", "");
        registry.sources("built", "1.0");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Packages packages() {
        return new Packages(
                sandbox,
                new PackageStore(folder, 64 << 20, 1 << 20),
                new PackagePolicy(Duration.ofDays(7), Set.of("denied"), InstantSource.system()),
                ecosystem -> Optional.of(registry.registry(ecosystem)),
                LONG);
    }

    private static DeclaredPackages declared(Map<String, String> project, String command) {
        List<DeclaredPackages> all = DeclaredPackages.in(project, command);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private Installation installed(Map<String, String> project, String command) throws InterruptedException {
        return packages().install(declared(project, command), LONG);
    }

    private static String run(String script, Map<String, String> files, Installation installed)
            throws InterruptedException {
        Command command = new Command(List.of("sh", "-c", script), files, LONG).with(List.of(installed.archive()));
        Execution execution = sandbox.run(command, OutputListener.NONE);
        return (execution.stdout() + execution.stderr()).strip();
    }

    private static String node(Map<String, String> files, Installation installed) throws InterruptedException {
        return run("ln -s /tmp/packages/node_modules . && node -p \"require('right')\"", files, installed);
    }

    private static String modules(Installation installed) throws InterruptedException {
        return run("cd /tmp/packages/python && ls *.py | sed 's/[.]py//' | xargs", Map.of(), installed);
    }

    @Test
    void aLockOfNpmCountsWhereverItSaysThatFilesAre() throws Exception {
        String integrity = "sha512-" + "A".repeat(86) + "==";
        String lock = """
                {"lockfileVersion": 3, "requires": true, "packages": {
                  "": {"dependencies": {"right": "^1.0.0"}},
                  "node_modules/right": {"version": "1.5.0", "resolved": "https://registry.example.org/right/-/right-1.5.0.tgz"%s}}}
                """;
        String manifest = "{\"dependencies\": {\"right\": \"^1.0.0\"}}";
        String right = packages()
                .resolve(Ecosystem.NPM, List.of(new Dependency("right", "1.5.0")), LONG)
                .content()
                .replaceAll("(?s).*\"integrity\": \"([^\"]+)\".*", "$1");

        Map<String, String> project = Map.of(
                "package.json",
                manifest,
                "package-lock.json",
                lock.formatted(", \"integrity\": \"%s\"".formatted(right)));
        assertThat(node(Map.of(), installed(project, NPM))).isEqualTo("right 1.5.0");

        Map<String, String> other = Map.of(
                "package.json",
                manifest,
                "package-lock.json",
                lock.formatted(", \"integrity\": \"" + integrity + "\""));
        assertThatThrownBy(() -> installed(other, NPM))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("EINTEGRITY");
    }

    @Test
    void withoutALockNpmChooses() throws Exception {
        Map<String, String> project = Map.of(
                "package.json",
                "{\"devDependencies\": {\"right\": \"^1.0.0\"}, \"scripts\": {\"postinstall\": \"touch was-run\"}}",
                ".npmrc",
                "registry=https://registry.example.org/");

        Installation installed = installed(project, NPM);

        assertThat(node(Map.of(), installed)).isEqualTo("right 1.6.0");
        assertThat(run("find /tmp/packages -name was-run", Map.of(), installed)).isEmpty();
        registry.close();
        assertThat(packages().install(declared(project, NPM), LONG)).isEqualTo(installed);
    }

    @Test
    void packagesOfAWorkspaceAreTheProjectsOwnFolders() throws Exception {
        Map<String, String> project = Map.of(
                "package.json", "{\"workspaces\": [\"parts/*\"]}",
                "parts/one/package.json", "{\"name\": \"one\", \"dependencies\": {\"right\": \"1.5.0\"}}",
                "parts/one/index.js", "module.exports = 'one, ' + require('right')");

        Installation installed = installed(project, NPM);

        assertThat(run("ln -s /tmp/packages/node_modules . && node -p \"require('one')\"", project, installed))
                .isEqualTo("one, right 1.5.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            requirements.txt      | right>=1 ; python_version > '3'           | pytest right
            requirements.txt      | -r requirements/more.txt                  | pytest tested
            requirements-dev.txt  | tested # for tests                        | pytest tested
            pyproject.toml        | [project]~dependencies=['right']          | pytest right
            pyproject.toml        | [project.optional-dependencies]~tests=['tested']~docs=['wrong'] | pytest tested
            pyproject.toml        | [dependency-groups]~dev=['tested', {include-group = 'lint'}]    | pytest tested
            pyproject.toml        | [tool.poetry.dependencies]~python='^3.8'~right='^1.2'           | pytest right
            setup.cfg             | [options]~install_requires =~  right      | pytest right
            tox.ini               | [testenv]~deps =~  tested~  py38: wrong   | pytest tested
            setup.py              | setup(install_requires=['right'], extras_require={'test': ['tested'], 'docs': names}) | pytest right
            setup.py              | setup(name='a'                            | pytest
            """)
    void whatPythonProjectsSay(String path, String content, String modules) throws Exception {
        Map<String, String> project =
                Map.of(path, content.replace('~', '\n'), "requirements/more.txt", "tested", "a.py", "");

        assertThat(modules(installed(project, PYTEST))).isEqualTo(modules);
    }

    @Test
    void whatIsNotFromTheIndexIsLeftOutAndTold() throws Exception {
        Installation installed = installed(Map.of("requirements.txt", """
                        -e .
                        git+https://example.org/secret.git#egg=secret
                        wrong @ https://example.org/wrong.whl
                        --index-url https://example.org/simple
                        right==1.5 \\
                            --hash=sha256:%s
                        """.formatted("0".repeat(64))), PYTEST);

        assertThat(modules(installed)).isEqualTo("pytest right");
        assertThat(installed.notes())
                .containsExactly(
                        "git+https://example.org/secret.git#egg=secret in requirements.txt is not from the index, and is left out",
                        "wrong @ https://example.org/wrong.whl in requirements.txt is not from the index, and is left out");
    }

    @Test
    void whatCannotBeHadIsLeftOutAsFarAsItIsNotNeeded() throws Exception {
        Map<String, String> tooYoung = Map.of("requirements.txt", "right", "requirements-test.txt", "tested\nyoung");
        Installation withoutTests = installed(tooYoung, PYTEST);
        assertThat(modules(withoutTests)).isEqualTo("pytest right");
        assertThat(withoutTests.notes())
                .singleElement()
                .asString()
                .startsWith("What only the tests need is not installed: ERROR")
                .contains("young");
        registry.wheel("young", "0.9", StubRegistry.OLD, "NAME = 'old'", "");
        assertThat(packages().archive(declared(tooYoung, PYTEST), LONG)).isEqualTo(withoutTests.archive());
        assertThat(modules(withoutTests)).isEqualTo("pytest right");
        assertThat(modules(installed(tooYoung, PYTEST))).isEqualTo("pytest right tested young");

        Installation runner = installed(Map.of("requirements.txt", "built"), PYTEST);
        assertThat(modules(runner)).isEqualTo("pytest");
        assertThat(runner.notes())
                .singleElement()
                .asString()
                .startsWith("Only what runs the tests is installed: ERROR");

        assertThatThrownBy(() -> installed(Map.of("requirements.txt", "built"), "python3 -m unittest"))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("built has no wheel");
    }

    @Test
    void mavenIsToldThatThereIsNoPluginOfIts() {
        assertThatThrownBy(() -> installed(Map.of("pom.xml", """
                        <project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId>
                        <version>1</version><repositories><repository><id>other</id>
                        <url>https://example.org/</url></repository></repositories></project>
                        """), "mvn -o test"))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("does not exist");
        assertThat(registry.asked).anyMatch(path -> path.contains("/maven/org/apache/maven/plugins/"));
    }

    @Test
    void onlyWhatSaysItCounts() {
        assertThat(DeclaredPackages.in(Map.of("package.json", "{\"name\": \"a\", \"dependencies\": {}}"), NPM))
                .isEmpty();
        assertThat(DeclaredPackages.in(Map.of("pom.xml", "<project/>"), NPM)).isEmpty();
        assertThat(DeclaredPackages.in(Map.of("lib/a/requirements.txt", "a"), "make test"))
                .isEmpty();
        assertThat(declared(Map.of("web/package.json", "{\"dependencies\": {\"a\": \"1\"}}", "web/a.js", ""), NPM)
                        .files())
                .containsOnlyKeys("package.json");
        assertThat(declared(
                                Map.of(
                                        "pom.xml", "<project/>",
                                        "part/pom.xml", "<project/>",
                                        "checkstyle.xml", "<module/>",
                                        ".mvn/jvm.config", "-Xmx1g",
                                        "src/test/resources/big.xml", "<a/>",
                                        "src/main/java/A.java", "class A {}"),
                                "mvn -o test")
                        .files())
                .containsOnlyKeys("pom.xml", "part/pom.xml", "checkstyle.xml", ".mvn/jvm.config");
    }

    @ParameterizedTest
    @CsvSource({
        "package.json, '{\"dependencies\": {\"left\": \"1\"}}', '{\"dependencies\": {\"left\": \"1\", \"expres\": \"4\"}}', npm test, expres",
        "requirements.txt, left, 'left\nreqeusts', python3 -m pytest, reqeusts"
    })
    void namesThatAreNewAndLookLikeOthersAreDoubted(
            String path, String before, String after, String command, String name) {
        DeclaredPackages known = declared(Map.of(path, before), command);

        assertThat(declared(Map.of(path, after), command).newDoubts(known))
                .singleElement()
                .asString()
                .startsWith(name + " looks like a typo of ");
        assertThat(known.newDoubts(known)).isEmpty();
    }
}
