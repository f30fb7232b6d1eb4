package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files are ordered by their relevance to a failure. */
@Timeout(10)
class FileRelevanceTest {
    private static final Map<String, String> FILES = Map.of(
            "AcceptanceTest.java", "class AcceptanceTest { Shop shop; }",
            "src/Shop.java", "class Shop { Ledger ledger; }",
            "src/Ledger.java", "class Ledger { }",
            "src/Clock.java", "class Clock { }",
            "README.md", "A shop.");

    @Test
    void whatTheOutputNamesComesFirstThenWhatThatUses() {
        String output = "src/Shop.java:7: error: cannot find symbol\nAcceptanceTest.java:3: error";

        assertThat(new FileRelevance(FILES, output).paths())
                .containsExactly(
                        "src/Shop.java", "AcceptanceTest.java", "src/Ledger.java", "README.md", "src/Clock.java");
    }

    @Test
    void everyFileIsThereOnceWhateverTheOutputSays() {
        assertThat(new FileRelevance(FILES, "").paths()).containsExactlyInAnyOrderElementsOf(FILES.keySet());
        assertThat(new FileRelevance(Map.of(), "Main.java:1").paths()).isEmpty();
    }
}
