package dev.mgx.team.role;

import dev.mgx.llm.Prompt;
import java.util.List;

/**
 * A prompt that was cut to a model's window.
 *
 * @param leftOut what it leaves out, in words; nothing where all of it has room
 */
public record FittedPrompt(Prompt prompt, List<String> leftOut) {}
