package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.json.Json;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings of npm and pip come to: registries, proxies, scopes, credentials. */
@Timeout(30)
class OperatorRegistriesTest {
    @TempDir
    private Path folder;

    private static final OperatorRegistries REGISTRIES = new OperatorRegistries(file -> {
        throw new IllegalArgumentException("no certificates in this test");
    });

    private static Registry npm(Map<String, Object> settings) {
        return REGISTRIES.npm(Json.readTree(Json.write(settings)));
    }

    private static Registry pip(Map<String, Object> settings) {
        return REGISTRIES.pip(Json.readTree(Json.write(settings)));
    }

    @Test
    void aRegistryIsReachedThroughTheProxyOfNpm() throws Exception {
        try (StubRegistry proxy = new StubRegistry()) {
            proxy.npm("left", "1.0.0", StubRegistry.OLD, Map.of(), Map.of());
            Registry registry = npm(Map.of(
                    "registry",
                    "http://registry.example/npm",
                    "proxy",
                    proxy.home().toString(),
                    "noproxy",
                    ""));

            try (RegistryClient client = new RegistryClient(registry)) {
                assertThat(client.text(registry.base().resolve("left"), "application/json"))
                        .contains("1.0.0");
            }

            assertThat(proxy.asked).containsExactly("/npm/left");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://registry.example/, 'other.example', https.example",
        "https://registry.example/, '', https.example",
        "http://registry.example/, '', http.example",
        "https://registry.example/, 'registry.example', none",
        "https://npm.registry.example/, 'a,.registry.example', none"
    })
    void theProxyIsThatOfTheProtocolButForSomeHosts(String registry, String except, String expected) {
        Registry read = npm(Map.of(
                "registry",
                registry,
                "proxy",
                "http://http.example:3128",
                "https-proxy",
                "http://https.example:3128",
                "noproxy",
                except));

        Proxy proxy = Objects.requireNonNull(read.proxy()).select(read.base()).getFirst();

        assertThat(String.valueOf(proxy)).contains(expected.equals("none") ? "DIRECT" : expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:secret@proxy.example:3128",
                "http://me:secret @proxy.example",
                "socks5://proxy.example",
                "http://"
            })
    void aProxyThatCannotBeUsedIsRefusedWithoutItsPassword(String proxy) {
        assertThatThrownBy(
                        () -> pip(Map.of(":default:.index-url", "https://index.example/simple", "global.proxy", proxy)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aScopeWithARegistryOfItsOwnIsNotLookedForElsewhere() throws Exception {
        try (StubRegistry main = new StubRegistry()) {
            Registry registry =
                    npm(Map.of("registry", main.home() + "npm/", "@acme:registry", "http://registry.acme.example/"));
            RefusedPackages refusals = new RefusedPackages();
            PackagePolicy policy = new PackagePolicy(Duration.ofDays(7), Set.of(), InstantSource.system());
            PackageStore store = new PackageStore(folder, 1 << 20, 1 << 20);
            try (RegistryClient client = new RegistryClient(registry)) {
                NpmFacade facade = new NpmFacade(client, store, policy, refusals, (name, content) -> {});

                assertThat(facade.get("/npm/@acme%2fleft", "http://127.0.0.1:9").status())
                        .isEqualTo(404);
            }

            assertThat(main.asked).isEmpty();
            assertThat(refusals.sentences())
                    .containsExactly("@acme/left is in a scope that has a registry of its own, which is not asked.");
        }
    }

    @Test
    void aSecondIndexOfPipIsRefused() {
        assertThatThrownBy(() -> pip(Map.of(
                        ":default:.index-url", "https://index.example/simple",
                        "global.extra-index-url", "https://me:secret@acme.example/simple")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("extra-index-url")
                .hasMessageNotContaining("secret");
    }

    @Test
    void credentialsAreReadAndShownToNobody() throws Exception {
        Path file = Files.writeString(folder.resolve("npmrc"), "//registry.example/npm/:_authToken=secret\n");

        Registry npm = npm(Map.of("registry", "https://registry.example/npm/", "userconfig", file.toString()));
        Registry pip = pip(Map.of(":default:.index-url", "https://me:secret@index.example/simple"));

        assertThat(npm.authorization()).isEqualTo("Bearer secret");
        assertThat(pip.authorization()).startsWith("Basic ");
        assertThat(pip.base()).isEqualTo(URI.create("https://index.example/simple/"));
        assertThat(npm + " " + pip).isEqualTo("registry.example index.example");
    }
}
