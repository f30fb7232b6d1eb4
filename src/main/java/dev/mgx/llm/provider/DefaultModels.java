package dev.mgx.llm.provider;

/** The model that each provider is asked for where nobody names one. */
final class DefaultModels {
    static final String OPENAI = "gpt-5.4-mini";
    static final String ANTHROPIC = "claude-sonnet-4-6";
    static final String GEMINI = "gemini-2.5-flash";
    static final String TOGETHER = "openai/gpt-oss-120b";

    private DefaultModels() {}
}
