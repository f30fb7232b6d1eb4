package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.packages.StubRegistry.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Libraries of Java programs: which of a repository are taken, and what a hostile one cannot do. */
@Timeout(60)
class MavenTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant YESTERDAY = NOW.minus(1, ChronoUnit.DAYS);
    private static final Instant OLD = StubRegistry.OLD;

    @TempDir
    private Path folder;

    private StubRegistry registry;

    @BeforeEach
    void open() throws IOException {
        registry = new StubRegistry();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    /** The dependencies of a POM, each {@code group:artifact:version} and, behind a blank, more of it. */
    static String needs(String... dependencies) {
        return Stream.of(dependencies)
                .map(each -> {
                    String[] words = each.split(" ", 2);
                    String[] parts = words[0].split(":", 3);
                    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId>%s%s</dependency>"
                            .formatted(
                                    parts[0],
                                    parts[1],
                                    parts.length < 3 ? "" : "<version>%s</version>".formatted(parts[2]),
                                    words.length < 2 ? "" : words[1]);
                })
                .collect(Collectors.joining("", "<dependencies>", "</dependencies>"));
    }

    private void publish(String name, String more) {
        String[] parts = name.split(":", 3);
        registry.maven(parts[0] + ":" + parts[1], parts[2], OLD, more, Map.of("a.txt", name));
    }

    private MavenInstaller installer(String... denied) {
        return new MavenInstaller(
                registry.registry(Ecosystem.MAVEN),
                new PackageStore(folder.resolve("store"), 1 << 20, 1 << 16),
                new PackagePolicy(Duration.ofDays(7), Set.of(denied), InstantSource.fixed(NOW)));
    }

    private Lock resolve(String... wanted) throws InterruptedException {
        InstalledPackages installed =
                installer("org.bad:denied").resolve(List.of(wanted), Optional.empty(), Duration.ofSeconds(30));
        return new Lock(Ecosystem.MAVEN, installed.manifest(), installed.lock());
    }

    private static String refusal(String sentence) {
        return "Libraries from Maven could not be installed: " + sentence;
    }

    private boolean wasAsked(String part) {
        return registry.asked.stream().anyMatch(path -> path.contains(part));
    }

    @Test
    void takesWhatMavenWouldTake() throws InterruptedException {
        publish(
                "org.a:parent:1",
                "<packaging>pom</packaging><dependencyManagement>%s</dependencyManagement>"
                        .formatted(needs("org.a:managed:3", "org.a:bom:1 <type>pom</type><scope>import</scope>")));
        publish(
                "org.a:bom:1",
                "<packaging>pom</packaging><dependencyManagement>%s</dependencyManagement>"
                        .formatted(needs("org.a:by-bom:4")));
        for (String name : List.of("managed:3", "by-bom:4", "ranged:1.9", "ranged:2.0", "deep:1", "left-out:1")) {
            publish("org.a:" + name, "");
        }
        publish("org.a:runtime:1", needs("org.a:left-out:1", "org.a:deep:1"));
        publish(
                "org.a:top:1",
                "<parent><groupId>org.a</groupId><artifactId>parent</artifactId><version>1</version></parent>"
                        + needs(
                                "org.a:managed",
                                "org.a:by-bom",
                                "org.a:ranged:[1,2)",
                                "org.a:runtime:1 <scope>runtime</scope><exclusions><exclusion><groupId>org.a</groupId>"
                                        + "<artifactId>left-out</artifactId></exclusion></exclusions>",
                                "org.none:tests:1 <scope>test</scope>",
                                "org.none:provided:1 <scope>provided</scope>",
                                "org.none:optional:1 <optional>true</optional>",
                                "org.none:local:1 <scope>system</scope><systemPath>/etc/passwd</systemPath>"));

        Lock lock = resolve("org.a:top");

        assertThat(lock.direct()).containsExactly("org.a:top 1");
        assertThat(lock.libraries())
                .containsExactlyInAnyOrder(
                        "org.a:by-bom 4, MIT",
                        "org.a:deep 1, MIT",
                        "org.a:managed 3, MIT",
                        "org.a:ranged 1.9, MIT",
                        "org.a:runtime 1, MIT",
                        "org.a:top 1, MIT");
        assertThat(wasAsked("org/none")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"org.a:b, 1.10", "'org.a:b:[1,1.5]', 1.2", "org.a:b:3.0-rc1, 3.0-rc1"})
    void takesTheHighestFinishedVersionThatIsOldEnough(String wanted, String version) throws InterruptedException {
        for (String each : List.of("1.0", "1.2", "1.10", "3.0-rc1")) {
            publish("org.a:b:" + each, "");
        }
        registry.maven("org.a:b", "2.0", YESTERDAY, "", Map.of());

        assertThat(resolve(wanted).direct()).containsExactly("org.a:b " + version);
    }

    @Test
    void whereFilesHaveNoDateThatOfTheListCounts() throws InterruptedException {
        registry.maven("org.a:b", "1", null, "", Map.of());
        assertThatThrownBy(() -> resolve("org.a:b:1"))
                .hasMessage(refusal("org.a:b 1 cannot be judged: the repository does not tell how old it is."));

        registry.mavenUpdated("org.a:b", YESTERDAY);
        assertThatThrownBy(() -> resolve("org.a:b:1"))
                .hasMessage(refusal("org.a:b 1 has not been out for 7 days, as far as the repository tells."));

        registry.maven("org.a:b", "1", null, "", Map.of());
        registry.mavenUpdated("org.a:b", OLD);
        assertThat(resolve("org.a:b:1").direct()).containsExactly("org.a:b 1");
    }

    @Test
    void saysWhatCannotBeHad() {
        registry.maven("org.a:young", "1", YESTERDAY, "", Map.of());
        publish("org.bad:denied:1", "");
        publish("org.a:around:1", needs("org.bad:denied:1"));
        publish(
                "org.a:child:1",
                "<parent><groupId>org.bad</groupId><artifactId>denied</artifactId><version>1</version></parent>");

        Map.of(
                        "org.a:young", "org.a:young has no version of those wanted that has been out for 7 days.",
                        "org.a:young:1", "org.a:young 1 has not been out for 7 days.",
                        "org.a:young:9", "org.a:young has no version 9.",
                        "org.none:none", "org.none:none does not exist.",
                        "org.none:none:1", "org.none:none does not exist.",
                        "org.a:around:1", "org.bad:denied is on the list of packages that are not used.",
                        "org.a:child:1", "org.bad:denied is on the list of packages that are not used.")
                .forEach((wanted, sentence) -> assertThatThrownBy(() -> resolve(wanted))
                        .as(wanted)
                        .isInstanceOf(PackageRefused.class)
                        .hasMessage(refusal(sentence)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"OTHER_BYTES", "CUT"})
    void takesNothingFromARepositoryThatLies(Fault fault) {
        publish("org.a:b:1", "");
        registry.misbehave(fault);

        assertThatThrownBy(() -> resolve("org.a:b"))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining(fault == Fault.CUT ? "org.a:b could not be fetched" : "its hash is another");
        assertThat(folder.resolve("store")).isEmptyDirectory();
    }

    @Test
    void doesNotWaitForASilentRepository() {
        publish("org.a:b:1", "");
        registry.misbehave(Fault.SILENT);

        assertThatThrownBy(() -> installer().resolve(List.of("org.a:b"), Optional.empty(), Duration.ofSeconds(1)))
                .isInstanceOf(PackageRefused.class)
                .hasMessageContaining("it took too long");
        assertThat(folder.resolve("store")).isEmptyDirectory();
    }

    @Test
    void aRepositoryThatAPomNamesIsNotAsked() throws Exception {
        try (StubRegistry other = new StubRegistry()) {
            String elsewhere = "<repositories><repository><id>o</id><url>%smaven</url></repository></repositories>"
                    .formatted(other.home());
            publish("org.a:b:1", elsewhere + needs("org.a:only-there:1"));
            other.maven("org.a:only-there", "1", OLD, "", Map.of());

            assertThatThrownBy(() -> resolve("org.a:b")).hasMessage(refusal("org.a:only-there does not exist."));
            assertThat(other.asked).isEmpty();
        }
    }

    @Test
    void aPomWithEntitiesIsNotRead() {
        publish(
                "org.a:b:1",
                "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project><name>&x;</name></project>");

        assertThatThrownBy(() -> resolve("org.a:b:1"))
                .hasMessage(refusal("org.a:b could not be fetched: its POM declares entities."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../secret:b:1",
                "org.a:../b:1",
                "org.a:${env.PATH}:1",
                "org.a:${os.name}:1",
                "org.a:b:${user.home}",
                "org.a:b c:1",
                "org.a:%2e%2e:1"
            })
    void aPomLeadsNowhereElse(String odd) {
        publish("org.a:b:1", needs(odd.replace(" ", "&#32;")));

        assertThatThrownBy(() -> resolve("org.a:b")).isInstanceOf(PackageRefused.class);
        assertThat(registry.asked).allSatisfy(path -> assertThat(path).startsWith("/maven/org/a/b/"));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        registry.maven("org.a:b", "1", OLD, "", Map.of("a", "\0\1\2".repeat(10)));
        registry.mavenFile("org/a/b/1/b-1.jar", OLD, "x".repeat(1 << 17));

        assertThatThrownBy(() -> resolve("org.a:b")).hasMessageContaining("it is too large, with what it brings along");
        assertThat(folder.resolve("store")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../../etc/passwd", "org/a/b/1/../../x.jar", "http://other/x.jar", "a.jar", "org/a/b/1/b.txt"
            })
    void aLineOfALockThatNamesNoJarIsNone(String path) {
        assertThat(MavenLock.of("%s  %s\n".formatted("0".repeat(64), path))).isEmpty();
    }

    @Test
    void bothFilesOfALockBelongToIt() {
        assertThat(Lock.paths(List.of("A.java", "pom.xml", "checksums.sha256")))
                .containsExactlyInAnyOrder("pom.xml", "checksums.sha256");
        assertThat(Lock.paths(List.of("A.java", "pom.xml"))).isEmpty();
    }

    @Test
    void aPomThatIsItsOwnParentEndsNothing() {
        publish("org.a:b:1", "<parent><groupId>org.a</groupId><artifactId>b</artifactId><version>1</version></parent>");
        publish("org.a:c:1", "<dependencies><dependency/></dependencies>");

        for (String each : List.of("org.a:b", "org.a:c")) {
            assertThatThrownBy(() -> resolve(each))
                    .isInstanceOf(PackageRefused.class)
                    .hasMessageContaining(each + ":1")
                    .hasMessageNotContaining(folder.toString());
        }
    }

    @Test
    void theListHoldsForALock() {
        Lock lock = new Lock(Ecosystem.MAVEN, "", "%s  org/bad/denied/1/denied-1.jar\n".formatted("0".repeat(64)));

        assertThatThrownBy(() -> installer("org.bad:denied").install(lock, Duration.ofSeconds(10)))
                .hasMessage(refusal("org.bad:denied is on the list of packages that are not used."));
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void twoJarsOfOneNameAreBothThere() {
        List<MavenJar> jars = Stream.of("org/a/core/1/core-1.jar", "org/b/core/1/core-1.jar", "org/b/c/1/c-1.jar")
                .map(path -> MavenJar.of(path, "").orElseThrow())
                .toList();

        assertThat(MavenJar.fileNames(jars)).containsExactly("org.a.core-1.jar", "org.b.core-1.jar", "c-1.jar");
    }
}
