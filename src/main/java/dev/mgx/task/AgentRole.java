package dev.mgx.task;

import java.util.Arrays;

/** A member of the team. {@link #toString} is the name on the wire. */
public enum AgentRole {
    PRODUCT_MANAGER("ProductManager", "Product manager"),
    ARCHITECT("Architect", "Architect"),
    ENGINEER("Engineer", "Engineer"),
    QA_ENGINEER("QaEngineer", "QA engineer"),
    DEBUGGER("Debugger", "Debugger"),
    EDITOR("Editor", "Editor");

    private final String wireName;
    private final String displayName;

    AgentRole(String wireName, String displayName) {
        this.wireName = wireName;
        this.displayName = displayName;
    }

    /** The name for people. */
    public String displayName() {
        return displayName;
    }

    /** The name for people of the role with this wire name; an unknown name is returned unchanged. */
    public static String displayName(String wireName) {
        return Arrays.stream(values())
                .filter(role -> role.wireName.equals(wireName))
                .findFirst()
                .map(AgentRole::displayName)
                .orElse(wireName);
    }

    @Override
    public String toString() {
        return wireName;
    }
}
