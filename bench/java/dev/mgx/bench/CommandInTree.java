package dev.mgx.bench;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.workspace.FolderLimits;
import dev.mgx.workspace.ProjectFolder;
import dev.mgx.workspace.ToolFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What it costs an agent to run a command in a project's folder: laid out in the sandbox and read back, beside the same command
 * in a folder that is there.
 */
final class CommandInTree implements Measure {
    private static final int FILES = 200;
    private static final int LINES = 60;
    private static final int TURNS = 10;
    private static final double MOST_MORE = 50;
    private static final List<String> COUNT = List.of("sh", "-c", "find . -type f | wc -l");
    private static final Metric COMMAND = Metric.millis("command");
    private static final Metric MORE = Metric.millis("more than bare");

    private final Map<String, String> files = new TreeMap<>();

    CommandInTree() {
        for (int i = 0; i < FILES; i++) {
            files.put("src/part%d/File%d.java".formatted(i % 10, i), "a line of a program that exists\n".repeat(LINES));
        }
    }

    @Override
    public String name() {
        return "command-in-tree";
    }

    @Override
    public String title() {
        return "a command in a project of %d files, started and over".formatted(FILES);
    }

    @Override
    public List<Goal> goals() {
        return List.of(Goal.of(MORE, MOST_MORE));
    }

    @Override
    public Field open() throws IOException {
        Path folder = Files.createTempDirectory("mgx-bench");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(folder));
            Files.writeString(path, file.getValue());
        }
        Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
        ToolFolders tools = new ToolFolders();
        return new Field(
                List.of(
                        Contender.ours(() -> ours(sandbox, tools, folder)),
                        new Contender("the same command without a sandbox", () -> Map.of(COMMAND, bare(folder)))),
                () -> {
                    tools.close();
                    sandbox.close();
                    delete(folder);
                });
    }

    /** In turns with the bare command, so that what else the machine does meets both. */
    private Map<Metric, Double> ours(Sandbox sandbox, ToolFolders tools, Path folder) throws Exception {
        double[] millis = new double[TURNS];
        double[] more = new double[TURNS];
        for (int i = 0; i < TURNS; i++) {
            millis[i] = inTree(sandbox, tools);
            more[i] = millis[i] - once(folder);
        }
        Map<Metric, Double> figures = new LinkedHashMap<>();
        figures.put(COMMAND, Figures.median(millis));
        figures.put(MORE, Figures.median(more));
        return figures;
    }

    private double inTree(Sandbox sandbox, ToolFolders tools) throws InterruptedException {
        long begun = System.nanoTime();
        ProjectFolder tree =
                new ProjectFolder(files, Map.of(), Set.of(), tools, FolderLimits.DEFAULT, InstantSource.system());
        Command command = new Command(COUNT, Map.of(), Duration.ofSeconds(20)).in(tree);
        Execution execution = sandbox.run(command, OutputListener.NONE);
        double millis = (System.nanoTime() - begun) / 1e6;
        check(execution.stdout());
        if (tree.lost().isPresent() || !tree.changes().described().isEmpty()) {
            throw new IllegalStateException("the folder was not read back as it was: " + tree.lost());
        }
        return millis;
    }

    private static double bare(Path folder) throws IOException, InterruptedException {
        double[] millis = new double[TURNS];
        for (int i = 0; i < TURNS; i++) {
            millis[i] = once(folder);
        }
        return Figures.median(millis);
    }

    private static double once(Path folder) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(COUNT).directory(folder.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        double millis = (System.nanoTime() - begun) / 1e6;
        check(output);
        return millis;
    }

    private static void check(String output) {
        if (!output.strip().equals(String.valueOf(FILES))) {
            throw new IllegalStateException("it counted \"%s\" files".formatted(output.strip()));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
