package dev.mgx.llm;

import dev.mgx.task.Usage;

/** A model's whole answer and what it used up. */
public record Answer(String text, Usage usage) {}
