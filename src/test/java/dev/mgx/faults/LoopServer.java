package dev.mgx.faults;

import dev.mgx.json.Json;
import dev.mgx.llm.Answer;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.Model;
import dev.mgx.llm.ModelSource;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.catalog.ModelCatalog;
import dev.mgx.llm.catalog.ModelRoster;
import dev.mgx.llm.gateway.GatewayLimits;
import dev.mgx.llm.gateway.ModelGateway;
import dev.mgx.packages.Packages;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.store.sql.CommitProbe;
import dev.mgx.task.AgentRole;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.Usage;
import dev.mgx.team.SoftwareTeam;
import dev.mgx.team.turn.TeamLimits;
import dev.mgx.time.MonotonicClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A process in which one engineer builds a program alone, in twelve turns of commands, files and edits, to be halted at a commit (0:
 * never). Arguments: {@code FOLDER LEDGER COMMIT MOMENT}.
 */
final class LoopServer {
    static final TaskOptions SOLO = new TaskOptions(null, null, null, null, null, null, "solo");
    private static final String REQUIREMENT =
            "say.sh one prints ONE. say.sh two prints TWO. say.sh three prints THREE.";

    /** The turns, each after what came of the one before. */
    static final List<String> TURNS = List.of(
            "=== FILE say.sh ===\ncase $1 in\none) echo ONE ;;\nesac\n=== END FILE ===",
            "```sh\nmkdir -p docs target; echo first > docs/notes.md; printf '\\0\\1\\2' > logo.bin; echo made > target/made\n```",
            "```sh\ncat target/made; od -An -tx1 logo.bin; cat docs/notes.md\n```",
            "=== EDIT docs/notes.md ===\n<<<<<<<\nfirst\n=======\nsecond\n>>>>>>>",
            "=== EDIT say.sh ===\n<<<<<<<\nesac\n=======\ntwo) echo TWO ;;\nesac\n>>>>>>>",
            "```sh\ngrep -c second docs/notes.md; rm docs/notes.md; echo kept > kept.txt\n```",
            "I think.",
            "```sh\nls docs 2>/dev/null; cat kept.txt; printf '\\3' >> logo.bin\n```",
            "{\"name\": \"write_file\", \"arguments\": {\"path\": \"README.md\", \"content\": \"# Say\\n\"}}",
            "```sh\nod -An -tx1 logo.bin; exit 3\n```",
            "DONE",
            "```sh\nsed -i 's/^esac/three) echo THREE ;;\\nesac/' say.sh\n```");

    private LoopServer() {}

    public static void main(String[] args) throws InterruptedException {
        bringToItsEnd(
                Path.of(args[0]),
                Path.of(args[1]),
                new HaltProbe(Long.parseLong(args[2]), HaltProbe.Moment.valueOf(args[3])));
    }

    static String bringToItsEnd(Path folder, Path ledger, CommitProbe probe) throws InterruptedException {
        try (Sandbox sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults())) {
            ModelGateway gateway = new ModelGateway(
                    ModelSource.only(new Turns(ledger)),
                    ModelRoster.USUAL,
                    ModelCatalog.builtIn(),
                    GatewayLimits.DEFAULT,
                    MonotonicClock.SYSTEM,
                    () -> 0);
            SoftwareTeam team = new SoftwareTeam(gateway, sandbox, Packages.none(sandbox), TeamLimits.DEFAULT);
            return SmallServer.bringToItsEnd(folder, team, REQUIREMENT, SOLO, probe);
        }
    }

    /** Says each turn by how many there were, and notes what it was asked. */
    private record Turns(Path ledger) implements Model {
        @Override
        public String name() {
            return "turns";
        }

        @Override
        public boolean simulated() {
            return true;
        }

        @Override
        public Answer answer(Prompt prompt, AnswerLimits limits, TextListener onText) throws InterruptedException {
            int turn = prompt.exchanges().size() + 1;
            note(
                    prompt.role() == AgentRole.ENGINEER
                            ? "agent-%d:said".formatted(turn)
                            : prompt.role().name());
            String text = switch (prompt.role()) {
                case ENGINEER -> TURNS.get(Math.min(turn, TURNS.size()) - 1);
                case QA_ENGINEER -> Json.write(Map.of("checks", List.of(check("one"), check("two"), check("three"))));
                default -> "{}";
            };
            onText.text(text);
            return new Answer(text, new Usage(10, 5, BigDecimal.ZERO, 1));
        }

        private static Map<String, Object> check(String number) {
            String says = number.toUpperCase(Locale.ROOT);
            return Map.of(
                    "quote",
                    "say.sh %s prints %s".formatted(number, says),
                    "steps",
                    List.of(Map.of("run", "sh say.sh " + number, "output", says)));
        }

        private synchronized void note(String call) {
            try {
                Files.writeString(ledger, call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
