package dev.mgx.team.role;

import dev.mgx.packages.Ecosystem;
import dev.mgx.team.check.ServiceCommand;
import java.util.Optional;

/**
 * How a program that listens is made into the image of a container, for who takes it elsewhere. Images are named without a
 * registry, so that the reader's own tool says which that is.
 *
 * @param packages where those of the program come from; empty if it has none
 */
public record Containerfile(ServiceCommand service, Optional<Ecosystem> packages) {
    public String text() {
        String runtime = service.run().split("\\s+", 2)[0];
        Optional<Ecosystem> ecosystem = Ecosystem.of(runtime);
        return """
                # The program listens on 127.0.0.1, so it is reached through the network of the machine that it runs on:
                #   podman build -t program . && podman run --rm --network host program
                FROM %s
                WORKDIR /program
                COPY . .
                %sENV PORT=%d
                CMD ["sh", "-c", "exec %s"]
                """.formatted(image(ecosystem), installed(), service.port(), escaped(service.run()));
    }

    private String image(Optional<Ecosystem> ecosystem) {
        if (ecosystem.isEmpty()) {
            return "debian:stable-slim";
        }
        return switch (ecosystem.get()) {
            case NPM -> "node:24-slim";
            case PYPI -> "python:3.13-slim";
            case MAVEN -> packages.isPresent() ? "maven:3-eclipse-temurin-25" : "eclipse-temurin:25";
        };
    }

    private String installed() {
        return packages.map(each -> switch (each) {
                    case NPM -> "RUN npm ci --ignore-scripts\n";
                    case PYPI -> "RUN python3 -m pip install --only-binary :all: -r requirements.txt\n";
                    case MAVEN ->
                        "RUN mvn -q dependency:copy-dependencies -DoutputDirectory=lib\nENV CLASSPATH=.:lib/*\n";
                })
                .orElse("");
    }

    private static String escaped(String command) {
        return command.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
