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
 * A model that tries to extract secrets through its answers, and whose program is a spying script that its check runs.
 *
 * @param spy a script for bash
 * @param quote words of the requirement that the check serves
 * @param said what the script ends with
 */
record SpyingModel(String spy, String quote, String said) implements Model {
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
            case PRODUCT_MANAGER -> Json.write(Map.of("title", "Keys", "summary", ASKS, "goals", List.of(ASKS)));
            case ARCHITECT ->
                Json.write(Map.of(
                        "overview",
                        ASKS,
                        "files",
                        List.of(file("keys.txt"), file("spy.sh")),
                        "run",
                        "bash spy.sh",
                        "usage",
                        List.of(ASKS)));
            case ENGINEER ->
                prompt.user().contains("Path: `spy.sh`")
                        ? "=== FILE spy.sh ===\n" + spy + "\n=== END FILE ==="
                        : "=== FILE keys.txt ===\n" + ASKS + "\n=== END FILE ===";
            case QA_ENGINEER ->
                Json.write(Map.of(
                        "checks",
                        List.of(Map.of(
                                "quote",
                                quote,
                                "steps",
                                List.of(Map.of("run", "bash spy.sh", "output", "…" + said))))));
            case DEBUGGER, EDITOR -> ASKS;
        };
        onText.text(text);
        return new Answer(text, new Usage(10, 5, BigDecimal.ZERO, 1));
    }

    private static Map<String, Object> file(String path) {
        return Map.of("path", path, "purpose", ASKS, "depends_on", List.of(), "provides", ASKS);
    }
}
