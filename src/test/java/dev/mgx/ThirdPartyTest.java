package dev.mgx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * The licences of everything that is shipped: of the server, from the bill of materials that the build writes; of the
 * page, from what npm locked.
 */
@Timeout(20)
class ThirdPartyTest {
    private static final Path BILL_OF_MATERIALS = Path.of("target/bom.json");
    private static final Path LIST = Path.of("docs/third-party.md");

    /** Licences that ask for no more than naming the authors, or leave changes of other files alone (SPDX identifiers). */
    private static final Set<String> ALLOWED = Set.of(
            "Apache-2.0",
            "MIT",
            "ISC",
            "0BSD",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "EPL-2.0",
            "PSF-2.0",
            "Unlicense",
            "CC0-1.0");

    /** What their packages say in a file alone. */
    private static final Map<String, String> BY_FILE = Map.of("khroma", "MIT");

    /** Name and licences, of which one may be chosen. */
    private static SortedMap<String, Set<String>> server() throws IOException {
        SortedMap<String, Set<String>> licences = new TreeMap<>();
        for (JsonNode component :
                Json.readTree(Files.readString(BILL_OF_MATERIALS)).path("components")) {
            String name = component.path("group").asString() + ":"
                    + component.path("name").asString();
            licences.put(
                    name,
                    StreamSupport.stream(component.path("licenses").spliterator(), false)
                            .map(each -> each.at("/license/id")
                                    .asString(each.at("/license/name").asString("unknown")))
                            .collect(Collectors.toSet()));
        }
        return licences;
    }

    private static SortedMap<String, Set<String>> page() throws IOException {
        SortedMap<String, Set<String>> licences = new TreeMap<>();
        Json.readTree(Files.readString(Path.of("ui/package-lock.json")))
                .path("packages")
                .properties()
                .forEach(entry -> {
                    String name = entry.getKey().replaceFirst("^.*node_modules/", "");
                    if (!name.isEmpty() && !entry.getValue().path("dev").asBoolean(false)) {
                        String licence =
                                entry.getValue().path("license").asString(BY_FILE.getOrDefault(name, "unknown"));
                        licences.put(
                                name,
                                Arrays.stream(licence.replaceAll("[()]", "").split(" OR ", -1))
                                        .collect(Collectors.toSet()));
                    }
                });
        return licences;
    }

    @Test
    void everyLibraryOfTheServerHasALicenceThatIsAllowed() throws IOException {
        assertThat(BILL_OF_MATERIALS)
                .as("what mvn process-test-resources writes")
                .isRegularFile();
        assertThat(server())
                .hasSizeGreaterThan(20)
                .allSatisfy((name, licences) -> assertThat(licences).as(name).containsAnyElementsOf(ALLOWED));
    }

    @Test
    void everyLibraryOfThePageHasALicenceThatIsAllowed() throws IOException {
        assertThat(page())
                .hasSizeGreaterThan(5)
                .allSatisfy((name, licences) -> assertThat(licences).as(name).containsAnyElementsOf(ALLOWED));
    }

    @Test
    void eachIsListedWithItsLicence() throws IOException {
        assertThat(BILL_OF_MATERIALS)
                .as("what mvn process-test-resources writes")
                .isRegularFile();
        String expected = """
                # Third-party software

                What MGX Engine ships besides its own code, and under which licence; where there are several, one may be
                chosen. `ThirdPartyTest` keeps this list, and writes it to `target/third-party.md` where it is out of date.

                ## Server

                %s

                ## Page

                %s
                """.formatted(table(server()), table(page()));
        Files.writeString(Path.of("target/third-party.md"), expected);
        assertThat(LIST).hasContent(expected);
    }

    private static String table(SortedMap<String, Set<String>> licences) {
        List<String> rows = licences.entrySet().stream()
                .map(each -> "| %s | %s |"
                        .formatted(
                                each.getKey(), each.getValue().stream().sorted().collect(Collectors.joining(", "))))
                .toList();
        return "| library | licence |\n|---|---|\n" + String.join("\n", rows);
    }
}
