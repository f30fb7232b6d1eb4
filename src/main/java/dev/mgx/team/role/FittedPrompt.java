package dev.mgx.team.role;

import dev.mgx.llm.Prompt;
import java.util.List;

/**
 * A prompt fitted to a model's context window.
 *
 * @param omitted descriptions of what was omitted; empty if everything fit
 */
public record FittedPrompt(Prompt prompt, List<String> omitted) {}
