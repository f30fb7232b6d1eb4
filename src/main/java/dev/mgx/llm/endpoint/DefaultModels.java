package dev.mgx.llm.endpoint;

/**
 * The model that each provider is asked for where nobody names one: good at code, not the dearest, and with a
 * price in {@code models.json}.
 */
final class DefaultModels {
    /** "For complex coding and agentic workflows", https://developers.openai.com/api/docs/models, 2026-09-22. */
    static final String OPENAI = "gpt-6-sol";

    /** https://platform.claude.com/docs/en/models/overview, 2026-11. */
    static final String ANTHROPIC = "claude-sonnet-5-5";

    /** https://ai.google.dev/gemini-api/docs/models, 2026-10-07. */
    static final String GEMINI = "gemini-3.8-flash";

    /** https://docs.together.ai/docs/serverless/models, 2026-06. */
    static final String TOGETHER = "openai/gpt-oss-120b";

    private DefaultModels() {}
}
