package dev.mgx.llm.catalog;

import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.task.AgentRole;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models that the operator chose, by name.
 *
 * @param byRole the model of each role; other roles use the default model
 * @param fallbacks tried in this order when a model has failed permanently
 */
public record ModelRoster(Map<AgentRole, String> byRole, List<String> fallbacks) {
    /** The default model for every role, without fallbacks. */
    public static final ModelRoster USUAL = new ModelRoster(Map.of(), List.of());

    public ModelRoster {
        byRole = Map.copyOf(byRole);
        fallbacks = List.copyOf(fallbacks);
    }

    /**
     * The models for a role in the order to try them, without duplicates.
     *
     * @param ofTask the model of the task's options, which overrides the operator's choice, or null
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
