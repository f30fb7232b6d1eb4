package dev.mgx.team.role;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The design of a program: its files and their interfaces, and how to run and test it.
 *
 * @param runCommand the command that starts the program; empty if there is nothing to start
 * @param testFile the tester's file; not one of {@code files}
 * @param testCommand the command that runs the acceptance test in the project's folder
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
        dataFlow = Require.optional("data_flow", dataFlow);
        diagram = Require.optional("diagram", diagram);
        howToRun = Require.text("how_to_run", howToRun);
        runCommand = Require.texts("run_command", runCommand);
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

    /** Validates that the acceptance test is not started by a file under test. */
    public Design withTestOfItsOwn() {
        List<String> tested = files.stream().map(PlannedFile::path).toList();
        new TestFiles(testFile, testCommand).startedBy(tested).ifPresent(path -> {
            throw new MalformedAnswer(
                    "\"test_command\" starts %s, which is one of \"files\" and would judge itself: it must start the \"test_file\" %s"
                            .formatted(path, testFile));
        });
        return this;
    }

    /** The files in the order of writing, in waves: files depend only on files of earlier waves. */
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

    /** The document as Markdown. */
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

    /** A summary of how the program works. */
    public String summary() {
        return "%s%n%n%s%n%nHow to run it:%n%s"
                .formatted(overview.strip(), dataFlow.strip(), howToRun.strip())
                .replace("\r\n", "\n");
    }

    /** The purposes and interfaces of the files with these paths. */
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
