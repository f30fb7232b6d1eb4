package dev.mgx.team;

import dev.mgx.engine.Run;
import dev.mgx.llm.FileBlock;
import dev.mgx.llm.TaskModels;
import dev.mgx.sandbox.Sandbox;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What every phase of one run works with. */
record TeamRun(Run run, TaskModels models, Sandbox sandbox, Notes notes) {

    String requirement() {
        return run.task().inputPrompt();
    }

    /** The project's files as of now, in the order of their paths. To be read inside a step. */
    Map<String, String> files() {
        return new TreeMap<>(run.files());
    }

    /** The same as they stand in a prompt, without the manifest, which no role is to touch. */
    String filesForPrompt() {
        Map<String, String> files = files();
        return forPrompt(files, files.keySet());
    }

    /** Those of {@code files} with these paths as they stand in a prompt. */
    static String forPrompt(Map<String, String> files, Collection<String> paths) {
        return files.entrySet().stream()
                .filter(file -> paths.contains(file.getKey()) && !file.getKey().equals(ProjectManifest.PATH))
                .map(file -> new FileBlock(file.getKey(), file.getValue()).text())
                .collect(Collectors.joining("\n\n"));
    }
}
