package dev.mgx.agent;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Something that an agent does. */
public sealed interface Action {
    /** Runs a script of the shell in the project's folder. */
    record RunCommand(String script) implements Action {}

    /** Writes whole files, by path. */
    record WriteFiles(Map<String, String> files) implements Action {
        public WriteFiles {
            files = Map.copyOf(files);
        }
    }

    /** Replaces passages of a file. */
    record EditFile(String path, List<Replacement> replacements) implements Action {
        public EditFile {
            replacements = List.copyOf(replacements);
        }
    }

    /** Says that the work is done. */
    record Finish(String summary) implements Action {}

    /** In a few words, for people and for a conversation that has grown too long. */
    default String described() {
        return switch (this) {
            case RunCommand(String script) -> "ran `%s`".formatted(firstLine(script));
            case WriteFiles(Map<String, String> files) -> "wrote " + String.join(", ", new TreeMap<>(files).keySet());
            case EditFile(String path, List<Replacement> replacements) ->
                "changed %d %s of %s"
                        .formatted(replacements.size(), replacements.size() == 1 ? "passage" : "passages", path);
            case Finish(String summary) -> "said that it is done";
        };
    }

    private static String firstLine(String script) {
        List<String> lines = script.strip().lines().toList();
        return lines.size() > 1 ? lines.getFirst() + " …" : String.join("", lines);
    }
}
