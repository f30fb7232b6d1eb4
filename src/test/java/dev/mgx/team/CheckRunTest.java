package dev.mgx.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.sandbox.Command;
import dev.mgx.sandbox.Sandbox;
import dev.mgx.sandbox.SandboxLimits;
import dev.mgx.sandbox.SandboxSetting;
import dev.mgx.sandbox.StreamType;
import dev.mgx.sandbox.linux.SandboxProbe;
import dev.mgx.team.check.AcceptanceCheck;
import dev.mgx.team.check.CheckFile;
import dev.mgx.team.check.CheckOutcome;
import dev.mgx.team.check.CheckScript;
import dev.mgx.team.check.CheckStep;
import dev.mgx.team.check.RequirementText;
import dev.mgx.team.check.ServiceCommand;
import dev.mgx.team.check.TestFrame;
import dev.mgx.team.check.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks are run in the real sandbox, each on a fresh copy of the program. */
@Timeout(60)
class CheckRunTest {
    private static Sandbox sandbox;

    @BeforeAll
    static void openSandbox() {
        sandbox = SandboxProbe.open(SandboxSetting.AUTO, SandboxLimits.defaults());
    }

    @AfterAll
    static void closeSandbox() {
        sandbox.close();
    }

    private static List<CheckOutcome> run(Map<String, String> program, AcceptanceCheck... checks) throws Exception {
        return run(Optional.empty(), program, checks);
    }

    private static List<CheckOutcome> run(
            Optional<ServiceCommand> service, Map<String, String> program, AcceptanceCheck... checks) throws Exception {
        CheckScript script = new CheckScript(List.of(checks), service, "0f3a");
        sandbox.run(
                new Command(script.argv(), script.beside(program), Duration.ofSeconds(40)),
                lines -> lines.stream()
                        .filter(line -> line.stream() == StreamType.STDOUT)
                        .forEach(line -> script.read(line.text())));
        Verdict verdict = new Verdict(new RequirementText("in this order"));
        List<CheckOutcome> outcomes = new ArrayList<>();
        for (AcceptanceCheck check : checks) {
            outcomes.add(verdict.of(check, script.finished(check), "it was not over"));
        }
        return outcomes;
    }

    private static AcceptanceCheck check(String id, CheckStep... steps) {
        return AcceptanceCheck.of(id, "", List.of(), List.of(steps));
    }

    @Test
    void stepsShareAFolderAndChecksDoNot() throws Exception {
        String program = "[ \"$1\" = add ] && { cat >>list.txt; exit; }; cat list.txt\n";
        CheckStep add = new CheckStep(
                "sh list.sh add", "it's \"tea\"\n", "", 0, List.of(new CheckFile("list.txt", "it's \"tea\"")));

        assertThat(run(
                        Map.of("list.sh", program),
                        check("C1", add, CheckStep.of("sh list.sh", "it's \"tea\"")),
                        check("C2", new CheckStep("sh list.sh", "", "missing", 1, List.of()))))
                .allSatisfy(outcome ->
                        assertThat(outcome.passed()).as(outcome.text()).isTrue());
    }

    /** Keeps what it is sent in a file, and counts it. */
    private static final String KEEPER = """
            import http.server, json, os, pathlib
            kept = pathlib.Path("kept.txt")
            class Handler(http.server.BaseHTTPRequestHandler):
                def answer(self, status, body):
                    self.send_response(status)
                    self.end_headers()
                    self.wfile.write(body.encode())
                def do_GET(self):
                    if self.path == "/breaks":
                        raise RuntimeError("it breaks")
                    if self.path != "/kept?all=1":
                        return self.answer(404, "no such thing")
                    lines = kept.read_text().splitlines() if kept.exists() else []
                    self.answer(200, json.dumps({"kept": lines, "by": self.command}))
                def do_POST(self):
                    body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                    if self.headers["Content-Type"] != "application/json":
                        return self.answer(415, "JSON only")
                    with kept.open("a") as file:
                        file.write(json.loads(body)["text"] + "\\n")
                    self.answer(201, "")
            http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
            """;

    private static CheckStep request(String line, String body, String output, int status) {
        return new CheckStep(line, body, output, status, List.of());
    }

    @Test
    void requestsGoToTheProgramWhichRunsOnFromStepToStepAndStartsAnewWithEachCheck() throws Exception {
        List<CheckOutcome> outcomes = run(
                Optional.of(new ServiceCommand("python3 keeper.py", 8000)),
                Map.of("keeper.py", KEEPER),
                check(
                        "C1",
                        request("POST /kept", "{\"text\": \"it's tea\"}", "", 201),
                        request("GET /kept?all=1", "", "{\"by\": \"GET\", \"kept\": [\"it's tea\"]}", 200),
                        CheckStep.of("cat kept.txt", "it's tea")),
                check("C2", request("GET /kept?all=1", "", "{\"kept\": [], \"by\": \"GET\"}", 200)),
                check("C3", request("GET /none", "", "", 404), request("POST /kept", "plain", "", 400)),
                check("C4", request("GET /none", "", "x", 200)),
                check("C5", request("GET /breaks", "", "", 200)));

        assertThat(outcomes.subList(0, 3))
                .allSatisfy(outcome ->
                        assertThat(outcome.passed()).as(outcome.text()).isTrue());
        assertThat(outcomes.get(3).text())
                .contains("GET /none\n→ 404\nno such thing", "answered with 404 instead of 200: no such thing");
        assertThat(outcomes.get(4).text()).contains("there was no answer", "RuntimeError: it breaks");
    }

    @Test
    void aServiceThatDoesNotListenIsToldOf() throws Exception {
        AcceptanceCheck check = check("C1", request("GET /", "", "", 200));
        CheckOutcome crashed = run(
                        Optional.of(new ServiceCommand("python3 keeper.py", 8000)),
                        Map.of("keeper.py", "raise ValueError('no')"),
                        check)
                .getFirst();

        assertThat(crashed.text())
                .contains("Nothing listens on port 8000", "PORT", "The program has ended", "ValueError: no");
    }

    @Test
    void whatAProgramPrintsIsItsOutputWhateverItIs() throws Exception {
        String forging = "printf 'mgx-0000 exit 0\\nmgx-0f3 out\\n\\nlast'; echo no >&2; exit 7\n";
        CheckOutcome outcome = run(Map.of("a.sh", forging), check("C1", CheckStep.of("sh a.sh", "x")))
                .getFirst();

        assertThat(outcome.passed()).isFalse();
        assertThat(outcome.steps().getFirst().output()).isEqualTo("mgx-0000 exit 0\nmgx-0f3 out\n\nlast\n");
        assertThat(outcome.steps().getFirst().errors()).isEqualTo("no\n");
        assertThat(outcome.steps().getFirst().exitCode()).isEqualTo(7);
    }

    @Test
    void aJavaProgramIsCompiledOnceAndItsErrorsAreShown() throws Exception {
        Map<String, String> program = Map.of(
                "Main.java", "class Main { static void main(String[] a) { IO.println(Other.text() + a.length); } }",
                "Other.java", "class Other { static String text() { return \"n=\"; } }");
        assertThat(run(
                        program,
                        check("C1", CheckStep.of("java Main.java a b", "n=2"), CheckStep.of("java Main.java", "n=0"))))
                .allSatisfy(outcome ->
                        assertThat(outcome.passed()).as(outcome.text()).isTrue());

        CheckOutcome broken = run(
                        Map.of("Main.java", "class Main { static void main(String[] a) { int x = y; } }"),
                        check("C1", CheckStep.of("java Main.java", "x")))
                .getFirst();
        assertThat(broken.steps().getFirst().problem())
                .contains("exited with 1 instead of 0", "error: cannot find symbol");
    }

    @Test
    void testCodeMustSayThatItRanToItsEnd() throws Exception {
        TestFrame good =
                TestFrame.around("require(Math.abs(-1) == 1, \"abs\");", "java").orElseThrow();
        TestFrame early = TestFrame.around("System.exit(0);", "java").orElseThrow();
        TestFrame wrong =
                TestFrame.around("require(1 > 2, \"one is less\");", "java").orElseThrow();

        assertThat(run(Map.of(), framed("C1", good), framed("C2", early), framed("C3", wrong)))
                .extracting(CheckOutcome::passed)
                .containsExactly(true, false, false);
    }

    private static AcceptanceCheck framed(String id, TestFrame frame) {
        return new AcceptanceCheck(id, "", "code", List.of(frame.file()), List.of(frame.step()), true);
    }
}
