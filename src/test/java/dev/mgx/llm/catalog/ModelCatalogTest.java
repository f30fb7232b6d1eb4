package dev.mgx.llm.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.FakeModel;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices and windows by model name; unknown facts are reported as unknown. */
@Timeout(10)
class ModelCatalogTest {
    @TempDir
    private Path folder;

    private static ModelFacts facts(ModelCatalog catalog, String name) {
        return catalog.facts(new FakeModel(name));
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-5-5,4",
        "claude-haiku-4-5-20251001,1",
        "gpt-4o,2.5",
        "gpt-4o-mini,0.15",
        "gpt-4o-2024-08-06,2.5",
        "gpt-5-mini,0.25",
        "gemini-2.5-flash-lite,0.1"
    })
    void findsAModelByItsName(String name, BigDecimal inputUsdPerMillion) {
        assertThat(facts(ModelCatalog.builtIn(), name).inputUsdPerMillion()).isEqualByComparingTo(inputUsdPerMillion);
    }

    @ParameterizedTest
    @CsvSource({"llama3.1", "gpt-4o-of-somebody-else", "my-gpt-5", "gpt-5.5-ultra"})
    void doesNotGuessThePriceOfASimilarName(String name) {
        assertThat(facts(ModelCatalog.builtIn(), name).price()).isNull();
    }

    @Test
    void everyBuiltInEntryHasASourceAndADate() {
        assertThat(ModelCatalog.builtIn().entries()).isNotEmpty().allSatisfy(entry -> {
            assertThat(entry.source()).startsWith("https://");
            assertThat(entry.asOf()).matches("2026-\\d\\d(-\\d\\d)?");
            assertThat(entry.price()).isNotNull();
            assertThat(entry.contextTokens()).isNotNull();
        });
    }

    @Test
    void theOperatorsListComesFirst() throws Exception {
        Path file = Files.writeString(folder.resolve("prices.json"), """
                {"models": [{"model": "gpt-4o", "input_usd_per_million": 9, "output_usd_per_million": 9},
                            {"model": "llama*", "input_usd_per_million": 0, "output_usd_per_million": 0,
                             "context_tokens": 16384}]}""");
        ModelCatalog catalog = ModelCatalog.builtIn().with(file);

        assertThat(facts(catalog, "gpt-4o").inputUsdPerMillion()).isEqualByComparingTo("9");
        assertThat(facts(catalog, "llama3.1:8b").price()).isEqualTo(Price.FREE);
        assertThat(facts(catalog, "gpt-4o-mini").inputUsdPerMillion()).isEqualByComparingTo("0.15");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "nonsense|is not a list of models",
                "{}|is not a list of models",
                "{\"models\": [{\"model\": \"x\", \"input_usd_per_million\": 1}]}|has one price",
                "{\"models\": [{\"model\": \"x\", \"price\": 1}]}|price",
                "{\"models\": [{\"input_usd_per_million\": 1, \"output_usd_per_million\": 1}]}|no \"model\"",
                "{\"models\": [{\"model\": \"x\", \"input_usd_per_million\": -1, \"output_usd_per_million\": 1}]}|negative"
            })
    void aMalformedListIsRefused(String text, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("prices.json"), text);

        assertThatThrownBy(() -> ModelCatalog.builtIn().with(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"8192,4096,4096", "16384,8192,8192", "200000,183616,16384", "1000000,983616,16384"})
    void atMostHalfOfAWindowIsForTheAnswer(int whole, int prompt, int answer) {
        assertThat(Window.of(ModelFacts.NONE, whole, AnswerLimits.DEFAULT)).isEqualTo(new Window(prompt, answer));
    }

    @Test
    void anUnknownWindowIsAssumedToBeSmall() {
        assertThat(Window.of(ModelFacts.NONE, null, AnswerLimits.DEFAULT)).isEqualTo(new Window(4096, 4096));
        assertThat(Window.of(facts(ModelCatalog.builtIn(), "gpt-4o"), null, AnswerLimits.DEFAULT))
                .isEqualTo(new Window(112_000, 16_000));
    }
}
