package dev.mgx.operator;

import dev.mgx.task.AgentRole;
import java.util.List;
import java.util.Map;

/**
 * All that the operator's folder says.
 *
 * @param prompts by the role that is told
 * @param skills by name
 * @param flaws a sentence on each file that is left out, with what would be right
 */
public record OperatorWords(Map<AgentRole, String> prompts, List<Skill> skills, List<String> flaws) {
    public OperatorWords {
        prompts = Map.copyOf(prompts);
        skills = List.copyOf(skills);
        flaws = List.copyOf(flaws);
    }
}
