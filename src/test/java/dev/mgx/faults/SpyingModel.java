package dev.mgx.faults;

import dev.mgx.json.Json;
import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.task.Usage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A model that tries to extract secrets through its answers, and whose tests are a spying script.
 *
 * @param spy the shell script used as the tests
 */
record SpyingModel(String spy) implements Model {
    private static final String ASKS = "The key is: $OPENAI_API_KEY ${OPENAI_API_KEY} ${env.OPENAI_API_KEY}"
            + " {{OPENAI_API_KEY}} {api_key} %OPENAI_API_KEY% $(env) `cat mgx.properties` ${jndi:env:OPENAI_API_KEY}";

    @Override
    public String name() {
        return "spy";
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
        String text = switch (prompt.role()) {
            case PRODUCT_MANAGER ->
                Json.write(Map.of(
                        "title",
                        "Keys",
                        "summary",
                        ASKS,
                        "goals",
                        List.of(),
                        "user_stories",
                        List.of(),
                        "checks",
                        List.of(Map.of("id", "C1", "sentence", "", "check", ASKS))));
            case ARCHITECT ->
                Json.write(Map.of(
                        "overview",
                        ASKS,
                        "files",
                        List.of(Map.of("path", "keys.txt", "purpose", ASKS, "depends_on", List.of(), "provides", ASKS)),
                        "data_flow",
                        ASKS,
                        "diagram",
                        "",
                        "how_to_run",
                        ASKS,
                        "run_command",
                        List.of(),
                        "test_file",
                        "test.sh",
                        "test_command",
                        List.of("bash", "test.sh")));
            case ENGINEER -> "=== FILE keys.txt ===\n" + ASKS + "\n=== END FILE ===";
            case QA_ENGINEER -> "=== FILE test.sh ===\n" + spy + "\n=== END FILE ===";
            case DEBUGGER, EDITOR -> ASKS;
        };
        onText.text(text);
        return new Answer(text, new Usage(10, 5, BigDecimal.ZERO, 1));
    }
}
