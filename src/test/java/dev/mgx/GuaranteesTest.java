package dev.mgx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of docs/guarantees.md names only tests that there are, and says of every row what shows it. */
@Timeout(20)
class GuaranteesTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|Contract))`");

    private static List<String> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/guarantees.md")).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|---") && !line.startsWith("| **"))
                .skip(1)
                .toList();
    }

    @Test
    void everyRowIsShownByATestOrSaysThatItIsNot() throws IOException {
        assertThat(rows())
                .hasSizeGreaterThan(30)
                .allMatch(row -> TEST.matcher(row).find() || row.contains("not shown yet"));
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Set<String> there;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            there = files.map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(rows().stream().flatMap(row -> TEST.matcher(row).results().map(found -> found.group(1))))
                .isNotEmpty()
                .allMatch(there::contains);
    }
}
