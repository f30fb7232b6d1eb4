package dev.mgx.llm.provider;

import dev.mgx.llm.anthropic.AnthropicDialect;
import dev.mgx.llm.endpoint.Endpoint;
import dev.mgx.llm.endpoint.Provider;
import dev.mgx.llm.gemini.GeminiDialect;
import dev.mgx.llm.http.Dialect;
import dev.mgx.llm.ollama.OllamaDialect;
import dev.mgx.llm.openai.OpenAiDialect;

/** Chooses the dialect of an endpoint. */
final class Dialects {
    private Dialects() {}

    static Dialect of(Endpoint endpoint) {
        return switch (endpoint.provider()) {
            case OPENAI, TOGETHER -> new OpenAiDialect(endpoint.provider() == Provider.OPENAI && endpoint.atHome());
            case ANTHROPIC -> new AnthropicDialect();
            case GEMINI -> new GeminiDialect();
            case OLLAMA -> new OllamaDialect();
        };
    }
}
