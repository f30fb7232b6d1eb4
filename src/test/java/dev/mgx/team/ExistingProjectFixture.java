package dev.mgx.team;

import dev.mgx.agent.LoopLimits;
import dev.mgx.json.Json;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.simulated.Mistake;
import dev.mgx.task.AgentRole;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskState;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.workspace.FolderLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs on a project of two hundred files with a fault, in a real sandbox, whose roles say what a test says. */
@Timeout(60)
abstract class ExistingProjectFixture {
    static final String REQUIREMENT =
            "An order of exactly 100 gets no discount. It should get 10 percent, as larger ones do.";

    static final String LOOK = "I look for it.\n```sh\ngrep -rn discount lib | head -3\n```";
    static final String MEND = edit("-gt 100", "-ge 100");
    static final String WORD = "lib/discount.sh: an order of exactly 100 counts as a large one";
    static final String COMMAND = "sh tests.sh";
    static final String CHECK = Json.write(Map.of(
            "checks",
            List.of(HelloProject.check("An order of exactly 100 gets no discount", "sh price.sh 100", "90"))));
    static final String NO_CHECK = "{\"checks\": []}";

    static final TeamLimits LIMITS =
            new TeamLimits(Duration.ofSeconds(20), 0, new LoopLimits(12, 6, 400), new FolderLimits(50, 1 << 20));

    static Sandbox sandbox;

    @TempDir
    Path folder;

    final ScriptedModel model = new ScriptedModel(Mistake.NONE);
    final Map<String, String> project = project();
    final Map<String, byte[]> binaries = Map.of("logo.bin", new byte[] {0, 1, 2});

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    static String edit(String old, String now) {
        return "=== EDIT lib/discount.sh ===\n<<<<<<<\nif [ \"$1\" %s ]\n=======\nif [ \"$1\" %s ]\n>>>>>>>\n"
                .formatted(old, now);
    }

    static String write(String path, String text) {
        return "=== FILE %s ===\n%s=== END FILE ===\n".formatted(path, text);
    }

    private static Map<String, String> project() {
        Map<String, String> files = new TreeMap<>();
        for (int i = 1; i <= 196; i++) {
            files.put("lib/part-%03d.sh".formatted(i), "part_%d() { echo %d; }\n".formatted(i, i));
        }
        files.put("lib/discount.sh", """
                price() {
                # a discount for large orders
                if [ "$1" -gt 100 ]
                then echo $(($1 * 9 / 10))
                else echo "$1"
                fi
                }
                """);
        files.put("price.sh", ". ./lib/discount.sh\nprice \"$1\"\n");
        files.put("tests.sh", """
                echo 1..3
                n=0
                is() { n=$((n + 1)); if [ "$2" = "$3" ]; then echo "ok $n - $1"; else echo "not ok $n - $1"; bad=1; fi; }
                . ./lib/discount.sh
                is 'a small order' "$(price 50)" 50
                is 'a large order' "$(price 200)" 180
                is 'was always wrong' 1 2
                echo touched >> README.md
                exit ${bad:-0}
                """);
        files.put("README.md", "Prices.\n");
        return files;
    }

    /** A run on the project whose tester and engineer say this, the engineer the last of it for ever. */
    TaskState done(TeamFixture fixture, String id, String checks, String... engineer) throws Exception {
        model.says(AgentRole.QA_ENGINEER, checks, checks);
        model.says(AgentRole.ENGINEER, engineer);
        model.says(
                AgentRole.ENGINEER,
                Collections.nCopies(20, engineer[engineer.length - 1]).toArray(String[]::new));
        fixture.engine().run(id, RunRequest.FRESH);
        return fixture.awaitOver(id);
    }

    TaskState done(String checks, String... engineer) throws Exception {
        try (TeamFixture fixture = new TeamFixture(folder, model, sandbox, LIMITS)) {
            String id = fixture.withSource(REQUIREMENT, COMMAND, project, binaries);
            TaskState state = done(fixture, id, checks, engineer);
            fixture.events(id);
            return state;
        }
    }

    String seen(int turn) {
        return model.prompts(AgentRole.ENGINEER)
                .get(turn - 1)
                .exchanges()
                .getLast()
                .user();
    }

    static Map<String, @Nullable Object> result(TaskState state) {
        return Objects.requireNonNull(state.finalResult());
    }
}
