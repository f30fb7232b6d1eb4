package dev.mgx.llm.provider;

import dev.mgx.llm.ModelFailed;
import org.jspecify.annotations.Nullable;

/**
 * Whether a provider would answer, found out by asking for its list of models, which costs nothing.
 *
 * @param problem how a call would fail; null where it would not, as far as can be told
 * @param sentence for a person
 */
public record ModelCheck(ModelFailed.@Nullable Kind problem, String sentence) {}
