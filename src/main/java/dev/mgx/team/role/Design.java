package dev.mgx.team.role;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the program is built: its files, how they work together, how it is run and tested.
 *
 * @param runCommand starts the program; empty where there is nothing to start
 * @param testFile what the tester writes; not one of {@code files}
 * @param testCommand runs the acceptance test from the project's folder
 */
public record Design(
        String overview,
        List<PlannedFile> files,
        String dataFlow,
        String diagram,
        String howToRun,
        List<String> runCommand,
        String testFile,
        List<String> testCommand) {
    private static final int MOST_FILES = 40;

    public Design {
        overview = Require.text("overview", overview);
        files = Require.some("files", files, MOST_FILES);
        dataFlow = Require.optional(dataFlow);
        diagram = Require.optional(diagram);
        howToRun = Require.text("how_to_run", howToRun);
        runCommand = Require.optional("run_command", runCommand);
        testFile = Require.path("test_file", testFile);
        testCommand = Require.command("test_command", testCommand);
        requireWhole(files, testFile);
        waves(files);
    }

    private static void requireWhole(List<PlannedFile> files, String testFile) {
        Set<String> paths = new HashSet<>();
        for (PlannedFile file : files) {
            Require.that(paths.add(file.path()), "\"%s\" is twice in \"files\"".formatted(file.path()));
        }
        Require.that(
                !paths.contains(testFile), "the \"test_file\" %s must not be one of \"files\"".formatted(testFile));
        for (PlannedFile file : files) {
            for (String other : file.dependsOn()) {
                Require.that(
                        paths.contains(other),
                        "%s depends on %s, which is not in \"files\"".formatted(file.path(), other));
            }
        }
        paths.add(testFile);
        Require.that(!paths.contains(ProjectManifest.PATH), "the name %s is taken".formatted(ProjectManifest.PATH));
        Require.together(paths, Set.of(ProjectManifest.PATH));
    }

    /** The design, whose acceptance test is not started by a file that is tested by it. */
    public Design withTestOfItsOwn() {
        List<String> tested = files.stream().map(PlannedFile::path).toList();
        new TestFiles(testFile, testCommand).startedBy(tested).ifPresent(path -> {
            throw new MalformedAnswer(
                    "\"test_command\" starts %s, which is one of \"files\" and would judge itself: it must start the \"test_file\" %s"
                            .formatted(path, testFile));
        });
        return this;
    }

    /** The files in the order of writing: those of a wave depend only on those of the waves before. */
    public List<List<PlannedFile>> waves() {
        return waves(files);
    }

    private static List<List<PlannedFile>> waves(List<PlannedFile> files) {
        List<List<PlannedFile>> waves = new ArrayList<>();
        List<PlannedFile> waiting = new ArrayList<>(files);
        Set<String> written = new HashSet<>();
        while (!waiting.isEmpty()) {
            List<PlannedFile> wave = waiting.stream()
                    .filter(file -> written.containsAll(file.dependsOn()))
                    .toList();
            Require.that(!wave.isEmpty(), "these files depend on each other in a circle: %s".formatted(paths(waiting)));
            waiting.removeAll(wave);
            wave.forEach(file -> written.add(file.path()));
            waves.add(wave);
        }
        return waves;
    }

    /** The document as people read it. */
    public String markdown() {
        return """
                # Design

                %s

                ## Files
                %s

                ## Data flow
                %s

                ```mermaid
                %s
                ```

                ## How to run it
                ```
                %s
                ```

                Tested by `%s`.
                """.formatted(
                overview, fileList(files), dataFlow, diagram.strip(), howToRun.strip(), String.join(" ", testCommand));
    }

    /** How the program works, in short. */
    public String summary() {
        return "%s%n%n%s%n%nHow to run it:%n%s"
                .formatted(overview.strip(), dataFlow.strip(), howToRun.strip())
                .replace("\r\n", "\n");
    }

    /** What the files with these paths are for, and what they provide. */
    public String interfaces(Collection<String> paths) {
        return fileList(
                files.stream().filter(file -> paths.contains(file.path())).toList());
    }

    private static String fileList(List<PlannedFile> files) {
        return files.stream()
                .map(file -> "- `%s`: %s%s%s"
                        .formatted(
                                file.path(),
                                file.purpose(),
                                file.dependsOn().isEmpty() ? "" : " (uses " + String.join(", ", file.dependsOn()) + ")",
                                file.provides().isBlank()
                                        ? ""
                                        : "\n  - provides `%s`"
                                                .formatted(file.provides().strip())))
                .collect(Collectors.joining("\n"));
    }

    private static String paths(List<PlannedFile> files) {
        return files.stream().map(PlannedFile::path).collect(Collectors.joining(", "));
    }
}
