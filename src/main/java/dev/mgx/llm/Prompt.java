package dev.mgx.llm;

import dev.mgx.task.AgentRole;

/**
 * What a model is asked.
 *
 * @param role who asks
 * @param system who the model is to be and how it is to answer
 * @param user the work at hand
 */
public record Prompt(AgentRole role, String system, String user) {}
