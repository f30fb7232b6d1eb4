package dev.mgx.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class UnifiedDiffTest {
    private static final int MANY = 100_000;

    private static String lines(String word) {
        return IntStream.range(0, MANY).mapToObj(i -> word + i).collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void saysWhatWasChangedInItsContext() {
        assertThat(UnifiedDiff.between("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo("""
                        --- a/a.txt
                        +++ b/a.txt
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
        assertThat(UnifiedDiff.between("a.txt", "same\n", "same\n")).isEmpty();
    }

    @Test
    void aHundredThousandLinesThatAreAllOthersAreOneChange() {
        String diff = UnifiedDiff.between("a.txt", "top\n" + lines("a") + "end\n", "top\n" + lines("b") + "end\n");
        assertThat(diff.lines().filter(line -> line.startsWith("@@"))).containsExactly("@@ -1,100002 +1,100002 @@");
        assertThat(diff).contains("\n top\n-a0\n", "\n+b99999\n end\n");
    }

    @Test
    void aHundredThousandLinesThatCameOrWentAreOneChange() {
        assertThat(UnifiedDiff.between("a.txt", "", lines("b")).lines()).hasSize(3 + MANY);
        assertThat(UnifiedDiff.between("a.txt", lines("a"), "").lines()).hasSize(3 + MANY);
        assertThat(UnifiedDiff.between("a.txt", lines("a"), lines("a") + "one more\n"))
                .endsWith(" a99999\n+one more\n");
    }
}
