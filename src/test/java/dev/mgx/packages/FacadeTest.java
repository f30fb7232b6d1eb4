package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import dev.mgx.packages.StubRegistry.Fault;
import dev.mgx.sandbox.Egress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a package manager is shown of a registry: versions that are old enough and allowed, and files with the right hash. */
@Timeout(30)
class FacadeTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant YESTERDAY = NOW.minus(1, ChronoUnit.DAYS);
    private static final String BASE = "http://127.0.0.1:9";

    @TempDir
    private Path folder;

    private StubRegistry registry;
    private final RefusedPackages refusals = new RefusedPackages();

    @BeforeEach
    void open() throws IOException {
        registry = new StubRegistry();
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private RegistryFacade facade(Ecosystem ecosystem, String... denied) {
        RegistryClient client = new RegistryClient(registry.registry(ecosystem));
        PackageStore store = new PackageStore(folder.resolve("store"), 1 << 20, 1 << 20);
        PackagePolicy policy = new PackagePolicy(Duration.ofDays(7), Set.of(denied), InstantSource.fixed(NOW));
        return ecosystem == Ecosystem.NPM
                ? new NpmFacade(client, store, policy, refusals, (name, content) -> {})
                : new PypiFacade(client, store, policy, refusals, (name, content) -> {});
    }

    private static JsonNode json(Egress.Answer answer) throws IOException {
        return Json.readTree(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void aVersionThatIsTooYoungIsNotThere() throws Exception {
        registry.npm("left", "1.0.0", StubRegistry.OLD, Map.of(), Map.of());
        registry.npm("left", "1.2.0", StubRegistry.OLD, Map.of(), Map.of());
        registry.npm("left", "1.10.0", StubRegistry.OLD, Map.of(), Map.of());
        registry.npm("left", "2.0.0-beta.1", StubRegistry.OLD, Map.of(), Map.of());
        registry.npm("left", "2.0.0", YESTERDAY, Map.of(), Map.of());

        JsonNode shown = json(facade(Ecosystem.NPM).get("/npm/left", BASE));

        assertThat(shown.path("versions").propertyNames()).containsExactly("1.0.0", "1.2.0", "1.10.0", "2.0.0-beta.1");
        assertThat(shown.path("dist-tags").path("latest").asString()).isEqualTo("1.10.0");
        assertThat(shown.toString()).doesNotContain(registry.home().getAuthority());
    }

    @Test
    void aWheelThatIsTooYoungIsNotThere() throws Exception {
        registry.wheel("left", "1.0", StubRegistry.OLD, "", "");
        registry.wheel("left", "2.0", YESTERDAY, "", "");
        registry.sources("left", "3.0");

        JsonNode shown = json(facade(Ecosystem.PYPI).get("/pypi/simple/Left/", BASE));

        assertThat(shown.path("files").findValuesAsString("filename")).containsExactly("left-1.0-py3-none-any.whl");
        assertThat(shown.toString()).doesNotContain(registry.home().getAuthority());
    }

    @Test
    void saysWhyNothingIsThere() throws Exception {
        registry.npm("young", "1.0.0", YESTERDAY, Map.of(), Map.of());
        registry.npm("bad", "1.0.0", StubRegistry.OLD, Map.of(), Map.of());
        registry.sources("old", "1.0");
        RegistryFacade npm = facade(Ecosystem.NPM, "BAD");
        RegistryFacade python = facade(Ecosystem.PYPI);

        assertThat(npm.get("/npm/young", BASE).status()).isEqualTo(200);
        assertThat(npm.get("/npm/bad", BASE).status()).isEqualTo(404);
        assertThat(npm.get("/npm/none", BASE).status()).isEqualTo(404);
        assertThat(python.get("/pypi/simple/old/", BASE).status()).isEqualTo(200);

        assertThat(refusals.sentences())
                .containsExactly(
                        "young has no version that has been out for 7 days.",
                        "bad is on the list of packages that are not used.",
                        "none does not exist.",
                        "old has no wheel, and nothing else is installed.");
    }

    @Test
    void aListingThatCannotBeReadIsToldAndEndsNothing() throws Exception {
        registry.npm("left", "1.0.0", StubRegistry.OLD, Map.of(), Map.of());
        registry.listInstead("[");

        assertThat(facade(Ecosystem.NPM).get("/npm/left", BASE).status()).isEqualTo(404);
        registry.listInstead("[]");
        assertThat(facade(Ecosystem.NPM).get("/npm/left", BASE).status()).isEqualTo(200);

        assertThat(refusals.sentences()).singleElement().asString().contains("left cannot be judged");
    }

    @ParameterizedTest
    @EnumSource(
            value = Ecosystem.class,
            names = {"NPM", "PYPI"})
    void aFileIsGivenOutOnceItsHashIsRight(Ecosystem ecosystem) throws Exception {
        registry.npm("left", "1.0.0", StubRegistry.OLD, Map.of(), Map.of("package/index.js", "1"));
        registry.wheel("left", "1.0", StubRegistry.OLD, "1", "");
        RegistryFacade facade = facade(ecosystem);
        JsonNode shown = json(facade.get(ecosystem == Ecosystem.NPM ? "/npm/left" : "/pypi/simple/left/", BASE));
        String path = URI.create(
                        ecosystem == Ecosystem.NPM
                                ? shown.at("/versions/1.0.0/dist/tarball").asString()
                                : shown.at("/files/0/url").asString())
                .getPath();

        registry.misbehave(Fault.OTHER_BYTES);
        assertThatThrownBy(() -> facade.get(path, BASE)).hasMessageContaining("its hash is another");
        registry.misbehave(Fault.CUT);
        assertThatThrownBy(() -> facade.get(path, BASE)).isInstanceOf(IOException.class);
        assertThat(folder.resolve("store")).isEmptyDirectory();
        registry.misbehave(Fault.NONE);
        int before = registry.asked.size();
        assertThat(facade.get(path, BASE).body().readAllBytes()).isNotEmpty();
        assertThat(facade.get(path, BASE).body().readAllBytes()).isNotEmpty();

        assertThat(registry.asked).hasSize(before + 1);
        assertThat(refusals.sentences())
                .singleElement()
                .asString()
                .contains("could not be fetched: what the registry sent");
    }

    @Test
    void onlyTheRegistryIsToldWhoAsks() throws Exception {
        try (StubRegistry other = new StubRegistry()) {
            registry.npm("left", "1.0.0", StubRegistry.OLD, Map.of(), Map.of());
            other.npm("left", "1.0.0", StubRegistry.OLD, Map.of(), Map.of());
            registry.filesAt(other.home());
            RegistryFacade facade = facade(Ecosystem.NPM);
            JsonNode shown = json(facade.get("/npm/left", BASE));

            facade.get(
                    URI.create(shown.at("/versions/1.0.0/dist/tarball").asString())
                            .getPath(),
                    BASE);

            assertThat(registry.asked).containsExactly("/npm/left by Bearer secret");
            assertThat(other.asked).containsExactly("/files/left-1.0.0.tgz");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/npm/",
                "/npm/../../etc/passwd",
                "/npm/%2e%2e%2f%2e%2e%2fetc",
                "/npm/-/left/1.0.0.tgz",
                "/pypi/simple/left/",
                "/npm/a%20b",
                "/npm/@scope",
                "/metrics"
            })
    void nothingElseIsThere(String target) throws Exception {
        assertThat(facade(Ecosystem.NPM).get(target, BASE).status()).isEqualTo(404);
        assertThat(registry.asked).isEmpty();
    }

    @Test
    void theStoreForgetsWhatWasNotUsedForLongest() throws Exception {
        PackageStore store = new PackageStore(folder.resolve("store"), 25, 10);
        Path first = store.rename(store.keepNew(new ByteArrayInputStream(new byte[10])), "first");
        Path second = store.rename(store.keepNew(new ByteArrayInputStream(new byte[10])), "second");
        Files.setLastModifiedTime(first, FileTime.from(StubRegistry.OLD));
        Files.setLastModifiedTime(second, FileTime.from(StubRegistry.OLD.plusSeconds(1)));
        assertThatThrownBy(() -> store.keepNew(new ByteArrayInputStream(new byte[11])))
                .hasMessageContaining("larger than");
        assertThat(store.find("second")).isPresent();

        Path left = Files.write(folder.resolve("store/left-by-a-crash.part"), new byte[10]);
        Files.setLastModifiedTime(left, FileTime.from(StubRegistry.OLD));
        Path half = store.newFolder();
        Files.write(half.resolve("left"), new byte[10]);
        Files.setLastModifiedTime(half, FileTime.from(StubRegistry.OLD));
        store.rename(store.keepNew(new ByteArrayInputStream(new byte[10])), "third");

        assertThat(left).doesNotExist();
        assertThat(half).doesNotExist();
        assertThat(store.find("first")).isEmpty();
        assertThat(store.find("second")).isPresent();
        assertThat(store.find("third")).isPresent();
    }
}
