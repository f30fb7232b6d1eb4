package dev.mgx.llm.provider;

/**
 * Whether a provider would answer, found out by asking for its list of models, which costs nothing.
 *
 * @param fine whether it would, as far as can be told
 * @param sentence for a person
 */
public record ModelCheck(boolean fine, String sentence) {}
