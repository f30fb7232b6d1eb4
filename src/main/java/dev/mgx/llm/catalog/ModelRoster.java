package dev.mgx.llm.catalog;

import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.task.AgentRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which models the operator has chosen, by name.
 *
 * @param byRole the model of a role; those that are not in it ask the usual one
 * @param fallbacks asked in this order when a model has failed for good
 */
public record ModelRoster(Map<AgentRole, String> byRole, List<String> fallbacks) {
    /** The usual model for everybody, and no other. */
    public static final ModelRoster USUAL = new ModelRoster(Map.of(), List.of());

    public ModelRoster {
        byRole = Map.copyOf(byRole);
        fallbacks = List.copyOf(fallbacks);
    }

    /**
     * The models that a role asks, the first before the others, each name once.
     *
     * @param ofTask the model that the task names, which beats what the operator has chosen, or null
     */
    public List<Model> chain(ModelSource source, AgentRole role, @Nullable String ofTask) {
        String name = ofTask == null ? byRole.get(role) : ofTask;
        Map<String, Model> chain = new LinkedHashMap<>();
        Model first = name == null ? source.usual() : source.named(name);
        chain.put(first.name(), first);
        for (String fallback : fallbacks) {
            Model next = source.named(fallback);
            chain.putIfAbsent(next.name(), next);
        }
        return List.copyOf(chain.values());
    }
}
