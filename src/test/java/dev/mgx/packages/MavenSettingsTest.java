package dev.mgx.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.apache.maven.model.interpolation.ModelInterpolator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where Maven's settings lead to. */
@Timeout(20)
class MavenSettingsTest {
    private static final String MIRROR =
            "<mirrors><mirror><id>m</id><mirrorOf>%s</mirrorOf><url>https://mirror.test/maven</url></mirror></mirrors>";

    @TempDir
    private Path folder;

    private Registry registry(String user) throws IOException {
        return registry(user, null);
    }

    private Registry registry(String user, @Nullable String global) throws IOException {
        Path file = Files.writeString(folder.resolve("user.xml"), "<settings>%s</settings>".formatted(user));
        Path other = global == null
                ? null
                : Files.writeString(folder.resolve("global.xml"), "<settings>%s</settings>".formatted(global));
        return new MavenSettings(file, other, Map.of("SECRET", "s3")).registry();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutAnyItIsMavensOwnDefault() {
        Registry registry = new MavenSettings(folder.resolve("none"), null, Map.of()).registry();

        assertThat(registry.base()).hasToString(ModelInterpolator.DEFAULT_MAVEN_REPO_CENTRAL_URL + "/");
        assertThat(registry.authorization()).isNull();
    }

    @Test
    void aMirrorStandsForItWithItsCredentials() throws IOException {
        String servers = "<servers><server><id>m</id><username>u</username><password>${env.SECRET}</password></server>"
                + "<server><id>central</id><username>other</username><password>x</password></server></servers>";

        Registry registry = registry(servers, MIRROR.formatted("*"));

        assertThat(registry.base()).hasToString("https://mirror.test/maven/");
        assertThat(registry.authorization()).isEqualTo(basic("u:s3"));
        assertThat(registry(MIRROR.formatted("others")).base().getHost()).isNotEqualTo("mirror.test");
    }

    @Test
    void anActiveProfileNamesAnother() throws IOException {
        String profile = "<profiles><profile><id>p</id><repositories><repository><id>central</id>"
                + "<url>https://own.test/maven</url></repository></repositories></profile></profiles>";

        assertThat(registry(profile + "<activeProfiles><activeProfile>p</activeProfile></activeProfiles>")
                        .base())
                .hasToString("https://own.test/maven/");
        assertThat(registry(profile).base().getHost()).isNotEqualTo("own.test");
    }

    @Test
    void saysWhatCannotBeUsed() {
        assertThatThrownBy(() -> registry("<servers><server><id>central</id><username>u</username>"
                        + "<password>{COQLCE6DU6GtcS5P=}</password></server></servers>"))
                .hasMessageContaining("the password of the server central in settings.xml is encrypted");
        assertThatThrownBy(() -> registry(MIRROR.formatted("*").replace("</url>", "</url><blocked>true</blocked>")))
                .hasMessage("the mirror m of settings.xml blocks central");
        assertThatThrownBy(() -> registry("<offline>true</offline>")).hasMessage("Maven is set to work offline");
        assertThatThrownBy(() -> registry("<mirrors>")).hasMessageContaining("settings.xml cannot be read");
        assertThatThrownBy(() -> registry(MIRROR.formatted("*").replace("https://mirror.test", "file://")))
                .hasMessage("not the address of a registry");
    }
}
