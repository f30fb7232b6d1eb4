package dev.mgx.team;

import dev.mgx.agent.ActionOutcome;
import dev.mgx.agent.CheckReport;
import dev.mgx.agent.UnclearAction;
import dev.mgx.agent.Workbench;
import dev.mgx.engine.Step;
import dev.mgx.llm.Prompt;
import dev.mgx.packages.Lock;
import dev.mgx.task.AgentRole;
import dev.mgx.task.ArtifactDraft;
import dev.mgx.task.EventDraft;
import dev.mgx.task.EventType;
import dev.mgx.task.VisualType;
import dev.mgx.team.turn.StageProgress;
import dev.mgx.team.turn.TeamRun;
import dev.mgx.team.turn.Turn;
import dev.mgx.workspace.FolderChanges;
import dev.mgx.workspace.ManifestFile;
import dev.mgx.workspace.SafePath;
import dev.mgx.workspace.UnifiedDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the engineer works with as an agent: the model, the project's folder in the sandbox, and its checks. */
final class AgentBench implements Workbench {
    private static final int LONGEST_THOUGHTS = 300;

    private final TeamRun team;
    private final WorkGate gate;
    private final FolderCommand commands;
    private @Nullable Step step;
    private Map<String, String> texts = new HashMap<>();
    private Map<String, byte[]> binaries = new HashMap<>();

    AgentBench(TeamRun team, WorkGate gate, FolderCommand commands) {
        this.team = team;
        this.gate = gate;
        this.commands = commands;
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
        FolderCommand.Ran ran = commands.run(now, script, texts, binaries);
        FolderChanges changes = ran.changes();
        Map<String, @Nullable String> before = apply(now, changes);
        List<String> said = new ArrayList<>();
        said.add(ran.ending());
        ran.execution().output().forEach(line -> said.add(line.text()));
        ran.lost().ifPresent(why -> said.add("What the command changed was not kept: %s.".formatted(why)));
        said.addAll(changes.leftOut());
        now.conclude(EventDraft.of(EventType.LOG, ran.execution().summary())
                .by(AgentRole.ENGINEER)
                .with("changed", changes.described()));
        return new ActionOutcome(String.join("\n", said), changes.described(), before);
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
        return gate.judge(now, texts, binaries);
    }

    @Override
    public boolean checksDecide() {
        return gate.isDecisive();
    }

    @Override
    public Optional<String> heard(String turn) throws InterruptedException {
        return team.notes().newBefore(turn);
    }
}
