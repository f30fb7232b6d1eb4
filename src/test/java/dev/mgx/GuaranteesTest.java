package dev.mgx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.faults.FaultRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    /** A class and a method of it, or a further method of the class before. */
    @Test
    void everyTestIsThereThatTheTableOfModelServersNames() throws IOException {
        String document = Files.readString(Path.of("docs/models.md"));
        Matcher named = Pattern.compile("`(\\w+Test)?\\.(\\w+)`")
                .matcher(document.substring(document.indexOf("## Works with"), document.indexOf("## What is sent")));
        String lastClass = "";
        int tests = 0;
        while (named.find()) {
            lastClass = named.group(1) == null ? lastClass : named.group(1);
            assertThat(source(lastClass)).contains("void " + named.group(2) + "(");
            tests++;
        }
        assertThat(tests).isGreaterThan(20);
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return Files.readString(files.filter(file -> file.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow());
        }
    }
}
