package dev.mgx.team.role;

import dev.mgx.packages.Ecosystem;
import dev.mgx.team.answer.Require;
import dev.mgx.team.check.ServiceCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The design of a program: its files and their interfaces, and how it is called.
 *
 * @param files in an order in which they can be written
 * @param run the command that starts the program; empty if there is nothing to start
 * @param usage every way to call it, a command line each; of a program that listens its requests
 * @param packages the libraries that it uses beside the standard one, as its package manager names them
 */
public record Design(String overview, List<PlannedFile> files, String run, List<String> usage, List<String> packages) {
    static final int MOST_FILES = 40;

    public Design {
        overview = Require.optional("overview", overview).strip();
        files = Require.some("files", files, MOST_FILES);
        run = Require.optional("run", run).strip();
        usage = Require.texts("usage", usage);
        packages = Require.texts("packages", packages);
        Set<String> paths = new HashSet<>();
        for (PlannedFile file : files) {
            Require.that(paths.add(file.path()), "\"%s\" is twice in \"files\"".formatted(file.path()));
            Require.that(
                    paths.containsAll(file.dependsOn()), "%s comes before a file that it uses".formatted(file.path()));
        }
        Require.that(!paths.contains(ProjectManifest.PATH), "the name %s is taken".formatted(ProjectManifest.PATH));
        Require.together(paths, Set.of(ProjectManifest.PATH));
    }

    /** Where its packages come from: by the runtime that starts it. */
    public Optional<Ecosystem> ecosystem() {
        return Ecosystem.of(service().map(ServiceCommand::run).orElse(run).split("\\s+", 2)[0]);
    }

    /** How it is started, if it listens. */
    public Optional<ServiceCommand> service() {
        return ServiceCommand.in(run);
    }

    /** The same with these packages. */
    public Design with(List<String> others) {
        return new Design(overview, files, run, usage, others);
    }

    /** The files in the order of writing, in waves: files depend only on files of earlier waves. */
    public List<List<PlannedFile>> waves() {
        List<List<PlannedFile>> waves = new ArrayList<>();
        List<PlannedFile> waiting = new ArrayList<>(files);
        Set<String> written = new HashSet<>();
        while (!waiting.isEmpty()) {
            List<PlannedFile> wave = waiting.stream()
                    .filter(file -> written.containsAll(file.dependsOn()))
                    .toList();
            waiting.removeAll(wave);
            wave.forEach(file -> written.add(file.path()));
            waves.add(wave);
        }
        return waves;
    }

    public List<String> paths() {
        return files.stream().map(PlannedFile::path).toList();
    }

    /** Whether all of the program is in one file. */
    public boolean isOneFile() {
        return files.size() == 1;
    }

    /** The commands that start the program, one on each line. */
    public String howToRun() {
        return usage.isEmpty() || service().isPresent() ? run : String.join("\n", usage);
    }

    /** The same, and what a program that listens answers. */
    public String called() {
        return service().isPresent() ? run + "\n" + String.join("\n", usage) : howToRun();
    }

    /** The same after the command that installs its packages. */
    String installAndRun() {
        return packages.isEmpty()
                ? howToRun()
                : ecosystem().map(Ecosystem::installCommand).orElse("") + "\n" + howToRun();
    }

    /** The document as Markdown, with the files drawn as a graph if there are several. */
    public String markdown() {
        String graph = isOneFile() ? "" : "\n```mermaid\n%s\n```\n".formatted(graph());
        String started = called().isBlank() ? "" : "\n## How to run it\n```\n%s\n```\n".formatted(called());
        String used = packages.isEmpty() ? "" : "\n## Packages\n- %s\n".formatted(String.join("\n- ", packages));
        return "# Design\n\n%s\n\n## Files\n%s\n%s%s%s".formatted(overview, fileList(files), graph, used, started);
    }

    private String graph() {
        StringBuilder graph = new StringBuilder("flowchart LR");
        for (int i = 0; i < files.size(); i++) {
            graph.append("\n  f%d[\"%s\"]".formatted(i, files.get(i).path()));
        }
        for (int i = 0; i < files.size(); i++) {
            for (String other : files.get(i).dependsOn()) {
                graph.append("\n  f%d --> f%d".formatted(i, paths().indexOf(other)));
            }
        }
        return graph.toString();
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
                                file.provides().isBlank() ? "" : "\n  - provides `%s`".formatted(file.provides())))
                .collect(Collectors.joining("\n"));
    }
}
