package dev.mgx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.faults.FaultRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every row of docs/guarantees.md's table names what shows it, and only tests that there are. */
@Timeout(20)
class GuaranteesTest {
    @Test
    void everyRowIsShownByATest() throws IOException {
        assertThat(FaultRow.table())
                .hasSizeGreaterThan(30)
                .allMatch(row -> !row.tests().isEmpty());
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            there = files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(FaultRow.table().stream().flatMap(row -> row.tests().stream()))
                .isNotEmpty()
                .allMatch(there::contains);
    }
}
