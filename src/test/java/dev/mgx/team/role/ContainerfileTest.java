package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.packages.Ecosystem;
import dev.mgx.team.check.ServiceCommand;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a program that listens is made into an image: by its runtime, and by what its packages come from. */
@Timeout(10)
class ContainerfileTest {
    @ParameterizedTest
    @CsvSource({
        "node server.js, NPM, node:24-slim, RUN npm ci --ignore-scripts",
        "python3 -m uvicorn app:app, PYPI, python:3.13-slim, RUN python3 -m pip install --only-binary :all: -r requirements.txt",
        "java Main.java, MAVEN, maven:3-eclipse-temurin-25, ENV CLASSPATH=.:lib/*"
    })
    void installsByTheLock(String run, Ecosystem packages, String image, String installs) {
        String text = new Containerfile(new ServiceCommand(run, 3000), Optional.of(packages)).text();

        assertThat(text.lines())
                .contains(
                        "FROM " + image, installs, "ENV PORT=3000", "CMD [\"sh\", \"-c\", \"exec %s\"]".formatted(run));
    }

    @Test
    void withoutPackagesNothingIsInstalled() {
        String text = new Containerfile(new ServiceCommand("java \"My Main.java\"", 8000), Optional.empty()).text();

        assertThat(text)
                .contains("FROM eclipse-temurin:25\n", "\"exec java \\\"My Main.java\\\"\"")
                .doesNotContain("RUN ");
    }
}
