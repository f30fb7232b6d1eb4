package dev.mgx.llm.endpoint;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/** Who answers: where it is asked, which key it takes, and which model is asked for where nobody says. */
public enum Provider {
    OPENAI("openai", "OpenAI", "https://api.openai.com/v1", "OPENAI_API_KEY", DefaultModels.OPENAI),
    ANTHROPIC("anthropic", "Anthropic", "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", DefaultModels.ANTHROPIC),
    GEMINI(
            "gemini",
            "Gemini",
            "https://generativelanguage.googleapis.com/v1beta",
            "GEMINI_API_KEY",
            DefaultModels.GEMINI),
    TOGETHER("together", "Together", "https://api.together.xyz/v1", "TOGETHER_API_KEY", DefaultModels.TOGETHER),
    /** Takes no key, and has the models that somebody pulled. */
    OLLAMA("ollama", "Ollama", "http://127.0.0.1:11434", "", "");

    private final String word;
    private final String title;
    private final URI baseUrl;
    private final String keySetting;
    private final String defaultModel;

    Provider(String word, String title, String baseUrl, String keySetting, String defaultModel) {
        this.word = word;
        this.title = title;
        this.baseUrl = URI.create(baseUrl);
        this.keySetting = keySetting;
        this.defaultModel = defaultModel;
    }

    /** The provider that {@code MGX_LLM} calls so. */
    public static Optional<Provider> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /** Its name in {@code MGX_LLM}. */
    public String word() {
        return word;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    public URI baseUrl() {
        return baseUrl;
    }

    /** The setting that holds its key; empty where there is none. */
    public String keySetting() {
        return keySetting;
    }

    /** The model that is asked where nobody names one; empty where the server is to be asked what it has. */
    public String defaultModel() {
        return defaultModel;
    }
}
