package dev.mgx.team.turn;

import dev.mgx.engine.Step;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the programs of a run are run with beside what comes with their languages. */
public interface Libraries {
    /**
     * What they are for these files, as archives.
     *
     * @throws dev.mgx.engine.run.StepFailed if they cannot be installed
     */
    List<Path> archives(Map<String, String> files, Step step) throws InterruptedException;

    /** Of these paths, those that say what they are and that nobody but the engine writes. */
    Set<String> ownPaths(Collection<String> paths);
}
