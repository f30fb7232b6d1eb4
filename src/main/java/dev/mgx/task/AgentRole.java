package dev.mgx.task;

/** A member of the team. {@link #toString} is the name on the wire. */
public enum AgentRole {
    PRODUCT_MANAGER("ProductManager"),
    ARCHITECT("Architect"),
    ENGINEER("Engineer"),
    QA_ENGINEER("QaEngineer"),
    DEBUGGER("Debugger"),
    EDITOR("Editor");

    private final String wireName;

    AgentRole(String wireName) {
        this.wireName = wireName;
    }

    @Override
    public String toString() {
        return wireName;
    }
}
