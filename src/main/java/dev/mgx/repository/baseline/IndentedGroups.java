package dev.mgx.repository.baseline;

import java.util.ArrayList;
import java.util.List;

/** The groups that are open at a line, by how far their own lines are indented. */
final class IndentedGroups {
    private final List<Group> open = new ArrayList<>();

    private record Group(int indentation, String name) {}

    void enter(int indentation, String name) {
        leave(indentation);
        open.add(new Group(indentation, name));
    }

    /** The names of those that a line with this indentation is within. */
    List<String> around(int indentation) {
        leave(indentation);
        return open.stream().map(Group::name).toList();
    }

    private void leave(int indentation) {
        while (!open.isEmpty() && open.getLast().indentation() >= indentation) {
            open.removeLast();
        }
    }
}
