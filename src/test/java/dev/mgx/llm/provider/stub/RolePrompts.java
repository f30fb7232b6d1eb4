package dev.mgx.llm.provider.stub;

import dev.mgx.task.AgentRole;
import dev.mgx.team.role.PromptTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Recognizes the role of a prompt by its text, since requests do not contain it. */
final class RolePrompts {
    private static final Map<String, AgentRole> BY_SYSTEM = new LinkedHashMap<>();

    static {
        read("product-manager", AgentRole.PRODUCT_MANAGER);
        read("architect", AgentRole.ARCHITECT);
        read("change-plan", AgentRole.ARCHITECT);
        read("engineer", AgentRole.ENGINEER);
        read("qa-engineer", AgentRole.QA_ENGINEER);
        read("qa-engineer-dispute", AgentRole.QA_ENGINEER);
        read("qa-engineer-result", AgentRole.QA_ENGINEER);
        read("debugger", AgentRole.DEBUGGER);
        read("editor", AgentRole.EDITOR);
    }

    private RolePrompts() {}

    private static void read(String name, AgentRole role) {
        String resource = "prompts/" + name + ".md";
        try (InputStream in = Objects.requireNonNull(PromptTemplate.class.getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            BY_SYSTEM.put(text.substring(0, text.indexOf("\n---\n")).strip(), role);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The role whose system prompt starts like this; the engineer if none does. */
    static AgentRole roleOf(String system) {
        return BY_SYSTEM.entrySet().stream()
                .filter(entry -> system.strip().startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(AgentRole.ENGINEER);
    }
}
