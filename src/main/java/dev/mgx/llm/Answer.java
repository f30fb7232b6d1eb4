package dev.mgx.llm;

import dev.mgx.task.Usage;

/** A model's complete answer and its usage. */
public record Answer(String text, Usage usage) {}
