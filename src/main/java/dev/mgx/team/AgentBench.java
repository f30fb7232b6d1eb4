package dev.mgx.team;

import dev.mgx.agent.ActionOutcome;
import dev.mgx.agent.CheckReport;
import dev.mgx.agent.UnclearAction;
import dev.mgx.agent.Workbench;
import dev.mgx.engine.Step;
import dev.mgx.engine.run.StepFailed;
import dev.mgx.llm.Prompt;
import dev.mgx.packages.Lock;
import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Execution;
import dev.mgx.sandbox.OutputLine;
import dev.mgx.sandbox.OutputListener;
import dev.mgx.sandbox.SandboxFailure;
import dev.mgx.sandbox.SandboxUnavailable;
import dev.mgx.sandbox.StreamType;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.ErrorType;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.CheckScript;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.StepOutcome;
import dev.mgx.team.role.ProjectManifest;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.workspace.FolderChanges;
import dev.mgx.workspace.ManifestFile;
import dev.mgx.workspace.ProjectFolder;
import dev.mgx.workspace.SafePath;
import dev.mgx.workspace.ToolFolders;
import dev.mgx.workspace.UnifiedDiff;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the engineer works with as an agent: the model, the project's folder in the sandbox, and its checks. */
final class AgentBench implements Workbench {
    /** Makes a bare machine like others, and lets modules be found where Node.js looks for them. */
    private static final String BEGINNING = CheckScript.PACKAGES + """
            command -v python >/dev/null || python() { python3 "$@"; }
            if [ -d "$packages/node_modules" ] && [ ! -e node_modules ]; then ln -s "$packages/node_modules" .; fi
            """;

    /** Lines of a command that people are shown while it runs. */
    private static final int MOST_LINES = 500;

    private static final int LONGEST_THOUGHTS = 300;
    private static final int MOST_FAILURES = 3;
    private static final int LONGEST_FAILURE = 1_500;
    private static final int END_OF_FAILURE = 100;

    private final TeamRun team;
    private final ProjectManifest manifest;
    private final TestingStage testing;
    private final ToolFolders tools;
    private final InstantSource clock;
    private @Nullable Step step;
    private Map<String, String> texts = new HashMap<>();
    private Map<String, byte[]> binaries = new HashMap<>();

    /** @param tools what commands leave for those after them; closed by the caller */
    AgentBench(TeamRun team, ProjectManifest manifest, RequirementText words, ToolFolders tools, InstantSource clock) {
        this.team = team;
        this.manifest = manifest;
        this.tools = tools;
        this.clock = clock;
        testing = new TestingStage(team, words);
    }

    @Override
    public String ask(Step asking, int turn, Prompt prompt) throws InterruptedException {
        Turn role = Turn.begin(
                team, asking, AgentRole.ENGINEER, null, "Working on the program, turn " + turn, progress(turn));
        String answer = role.say(prompt);
        String thoughts = thoughts(answer);
        asking.conclude(role.event(EventType.MESSAGE, thoughts)
                .visual(VisualType.MESSAGE)
                .with("content", thoughts));
        role.end("Decided what to do", progress(turn));
        return answer;
    }

    /** What stands before the first thing that is done, in a line. */
    private static String thoughts(String answer) {
        String said = answer.split("(?m)^(?:={2,5} ?[A-Z]|```|<)", 2)[0]
                .replaceAll("\\s++", " ")
                .strip();
        if (said.isEmpty() || said.startsWith("{")) {
            return "Acting";
        }
        return said.codePointCount(0, said.length()) <= LONGEST_THOUGHTS
                ? said
                : said.substring(0, said.offsetByCodePoints(0, LONGEST_THOUGHTS)) + "…";
    }

    private double progress(int turn) {
        return StageProgress.FILES.done(turn - 1, team.limits().loop().turns());
    }

    /** Reads the journal once for each step; what the step changes is only there when it is over. */
    private void enter(Step now) throws InterruptedException {
        if (step != now) {
            texts = new HashMap<>(team.files());
            binaries = new HashMap<>(team.run().binaries());
            step = now;
        }
    }

    @Override
    public Map<String, String> files(Step now) throws InterruptedException {
        enter(now);
        return Map.copyOf(texts);
    }

    @Override
    public ActionOutcome run(Step now, String script) throws InterruptedException {
        enter(now);
        ProjectFolder folder = new ProjectFolder(
                texts,
                binaries,
                Lock.paths(texts.keySet()),
                tools,
                team.limits().folder(),
                clock);
        now.emit(streamed(new OutputLine(StreamType.STDOUT, "$ " + script)));
        Execution execution;
        try {
            Command command = new Command(List.of("sh", "-c", BEGINNING + script), Map.of(), now.timeLeft())
                    .with(team.libraries(texts, now))
                    .in(folder);
            AtomicInteger left = new AtomicInteger(MOST_LINES);
            execution = team.sandbox().run(command, new OutputListener() {
                @Override
                public void lines(List<OutputLine> lines) throws InterruptedException {
                    int shown = Math.min(lines.size(), left.get());
                    left.addAndGet(-shown);
                    if (shown > 0) {
                        now.emit(lines.stream()
                                .limit(shown)
                                .map(AgentBench::streamed)
                                .toList());
                    }
                }

                @Override
                public void waits() throws InterruptedException {
                    now.emit(EventDraft.of(
                            EventType.LOG,
                            "Waiting for a free slot to run the command; other tasks' programs have them all"));
                }
            });
        } catch (SandboxFailure | SandboxUnavailable | IllegalArgumentException e) {
            throw new StepFailed(ErrorType.SANDBOX, "The command could not be run: " + e.getMessage(), e);
        }
        FolderChanges changes = folder.changes();
        Map<String, @Nullable String> before = apply(now, changes);
        List<String> said = new ArrayList<>();
        said.add(ending(execution));
        execution.output().forEach(line -> said.add(line.text()));
        folder.lost().ifPresent(why -> said.add("What the command changed was not kept: %s.".formatted(why)));
        said.addAll(changes.leftOut());
        now.conclude(EventDraft.of(EventType.LOG, execution.summary())
                .by(AgentRole.ENGINEER)
                .with("changed", changes.described()));
        return new ActionOutcome(String.join("\n", said), changes.described(), before);
    }

    /** Without how long it took, so that the same outcome is the same words. */
    private static String ending(Execution execution) {
        return switch (execution.exitReason()) {
            case EXITED -> "Exit code %d.".formatted(execution.exit().orElse(0));
            case TIMED_OUT -> "It took too long and was stopped.";
            case OUT_OF_MEMORY -> "It used too much memory and was stopped.";
            case OUTPUT_FLOOD -> "It wrote too much output and was stopped.";
            case STOPPED -> "It was stopped.";
        };
    }

    private static EventDraft streamed(OutputLine line) {
        return EventDraft.of(EventType.EXECUTION_STREAM, line.text())
                .by(AgentRole.ENGINEER)
                .visual(VisualType.EXECUTION)
                .with("stream_type", line.stream().name().toLowerCase(Locale.ROOT))
                .with("line", line.text());
    }

    /** Saves what changed; returns what its texts were before. */
    private Map<String, @Nullable String> apply(Step now, FolderChanges changes) {
        Map<String, @Nullable String> before = new TreeMap<>();
        changes.texts().forEach((path, content) -> before.put(path, save(now, path, content)));
        changes.binaries().forEach((path, content) -> {
            texts.remove(path);
            binaries.put(path, content);
            now.save(path, content);
            now.conclude(EventDraft.of(EventType.LOG, "Kept %s, %,d bytes".formatted(path, content.length))
                    .by(AgentRole.ENGINEER)
                    .file(path));
        });
        for (String path : changes.removed()) {
            before.put(path, remove(now, path));
        }
        return before;
    }

    private @Nullable String save(Step now, String path, String content) {
        String old = texts.put(path, content);
        binaries.remove(path);
        now.save(new ArtifactDraft(path, content, AgentRole.ENGINEER));
        EventDraft shown =
                EventDraft.of(EventType.MESSAGE, path).by(AgentRole.ENGINEER).file(path);
        now.conclude(
                old == null
                        ? shown.visual(VisualType.CODE).with("content", content).with("status", "generated")
                        : shown.diff(UnifiedDiff.between(path, old, content)).with("content", content));
        return old;
    }

    private @Nullable String remove(Step now, String path) {
        binaries.remove(path);
        now.remove(path);
        now.conclude(EventDraft.of(EventType.LOG, "Removed " + path)
                .by(AgentRole.ENGINEER)
                .file(path));
        return texts.remove(path);
    }

    @Override
    public ActionOutcome write(Step now, Map<String, @Nullable String> files) throws InterruptedException {
        enter(now);
        for (String path : files.keySet()) {
            SafePath.flaw(path).ifPresent(flaw -> {
                throw new UnclearAction("\"%s\" is no path for a file here: %s".formatted(path, flaw));
            });
            if (path.equals(ManifestFile.PATH) || Lock.paths(texts.keySet()).contains(path)) {
                throw new UnclearAction("The file %s is not yours to change".formatted(path));
            }
        }
        Map<String, @Nullable String> before = new TreeMap<>();
        List<String> changed = new ArrayList<>();
        new TreeMap<>(files).forEach((path, content) -> {
            if (content == null) {
                before.put(path, remove(now, path));
                changed.add(path + " (removed)");
            } else if (!content.equals(texts.get(path))) {
                before.put(path, save(now, path, content));
                changed.add(path);
            }
        });
        return new ActionOutcome(changed.isEmpty() ? "The files were so already." : "", changed, before);
    }

    @Override
    public CheckReport check(Step now) throws InterruptedException {
        enter(now);
        if (manifest.checks().isEmpty()) {
            return CheckReport.NONE;
        }
        TestRun run =
                testing.executeIn(now, AgentRole.ENGINEER, manifest, texts, binaries, StageProgress.EXECUTION.begun());
        return report(run);
    }

    static CheckReport report(TestRun run) {
        String failures = run.results().stream()
                .filter(result -> !result.passed())
                .limit(MOST_FAILURES)
                .map(AgentBench::failure)
                .collect(Collectors.joining("\n"));
        return new CheckReport(run.passed(), run.failed(), failures);
    }

    private static String failure(CheckOutcome outcome) {
        if (outcome.steps().isEmpty()) {
            return outcome.id() + ": not run";
        }
        StepOutcome last = outcome.steps().getLast();
        String errors = last.errors().isBlank() ? "" : "\n" + last.errors().strip();
        String text = "%s: `%s`: %s%s".formatted(outcome.id(), last.run(), String.valueOf(last.problem()), errors);
        return text.length() <= LONGEST_FAILURE
                ? text
                : text.substring(0, LONGEST_FAILURE - END_OF_FAILURE) + "\n…\n"
                        + text.substring(text.length() - END_OF_FAILURE);
    }

    @Override
    public Optional<String> heard(String turn) throws InterruptedException {
        return team.notes().newBefore(turn);
    }
}
