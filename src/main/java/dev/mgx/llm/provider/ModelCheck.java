package dev.mgx.llm.provider;

import dev.mgx.llm.ModelFailed;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking a provider by listing its models, which costs nothing.
 *
 * @param problem how a call would fail; null if it would probably succeed
 * @param sentence the result as a sentence for people
 */
public record ModelCheck(ModelFailed.@Nullable Kind problem, String sentence) {}
