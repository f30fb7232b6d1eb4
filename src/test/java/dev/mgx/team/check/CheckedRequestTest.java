package dev.mgx.team.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks whose steps are requests. */
@Timeout(10)
class CheckedRequestTest {
    private static final RequirementText NOTES = new RequirementText(
            "A REST API that keeps notes on port 5050. POST /notes answers 201. Unknown notes are 404.");

    private static CheckStep request(String run, String output, int status) {
        return new CheckStep(run, "", output, status, List.of());
    }

    private static CheckOutcome outcome(RequirementText words, CheckStep step, String body, int status) {
        AcceptanceCheck check = AcceptanceCheck.of("C1", "notes", List.of(), List.of(step));
        return new Verdict(words).of(check, List.of(new Verdict.Raw(body, "", status, Map.of())), "");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /notes, GET /notes",
        "'POST  http://localhost:8000/notes?a=b', POST /notes?a=b",
        "curl DELETE /notes/1, DELETE /notes/1"
    })
    void aMethodAndAPathAreARequest(String line, String request) {
        assertThat(request(line, "", 200).run()).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET notes", "python3 get.py /notes", "GETS /x", "curl http://localhost/", "GET /a b"})
    void otherLinesAreCommands(String line) {
        assertThat(RequestLine.of(line)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /, 0, 200",
        "GET /, 1, 400",
        "GET /, 201, 201",
        "GET /, 700, 400",
        "ls, 256, 1",
        "ls, -1, 1",
        "ls, 3, 3"
    })
    void aNumberThatIsNoneMeansWhatItsWriterMust(String run, int given, int meant) {
        assertThat(new CheckStep(run, "", "", given, List.of()).exitCode()).isEqualTo(meant);
    }

    @Test
    void whichSuccessCountsWhereTheRequirementNamesIt() {
        RequirementText silent = new RequirementText("A REST API that keeps notes");
        assertThat(outcome(silent, request("POST /notes", "", 201), "", 200).passed())
                .isTrue();
        assertThat(outcome(NOTES, request("POST /notes", "", 201), "", 200).passed())
                .isFalse();
        assertThat(outcome(silent, request("GET /notes/7", "", 404), "", 400).passed())
                .isTrue();
        assertThat(outcome(NOTES, request("GET /notes/7", "", 404), "", 400).text())
                .contains("answered with 400 instead of 404");
        assertThat(outcome(silent, request("GET /notes", "", 200), "no", 500).text())
                .contains("answered with 500 instead of 200: no");
    }

    @Test
    void theBodyIsComparedByWhatItIs() {
        CheckStep step = request("GET /notes", "[{\"id\": 1, \"text\": \"tea\"}]", 200);
        assertThat(outcome(NOTES, step, "[{\"text\":\"tea\",\"id\":1}]\n", 200).passed())
                .isTrue();
        assertThat(outcome(NOTES, step, "[]", 200).passed()).isFalse();
        assertThat(outcome(NOTES, request("GET /", "…<h1>Notes</h1>…", 200), "<html><h1>Notes</h1></html>", 200)
                        .passed())
                .isTrue();
    }

    @Test
    void aProgramThatDoesNotListenIsSentNone() {
        AcceptanceCheck check =
                AcceptanceCheck.of("C1", "keeps notes", List.of(), List.of(request("GET /notes", "[]", 200)));
        assertThat(new CheckFilter(NOTES, Set.of("notes.py"), program -> true, true)
                        .held(List.of(), List.of(check), true)
                        .checks())
                .hasSize(1);
        assertThat(new CheckFilter(NOTES, Set.of("notes.py"), program -> true)
                        .held(List.of(), List.of(check), true)
                        .dropped())
                .singleElement()
                .asString()
                .contains("the program does not listen");
    }

    @Test
    void peopleReadIt() {
        assertThat(AcceptanceCheck.of(
                                "C1",
                                "notes",
                                List.of(),
                                List.of(new CheckStep(
                                        "POST /notes", "{\"text\": \"tea\"}", "{\"id\": 1}", 201, List.of())))
                        .text())
                .isEqualTo("POST /notes\n  {\"text\": \"tea\"}\n→ 201\n{\"id\": 1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A REST API for books                              | true
            Build a web app with Flask                        | true
            an Express server that says hello                 | true
            a WebSocket chat                                  | true
            Print the rest of the lines                       | false
            A todo list for the command line                  | false
            roman.py prints a number in roman numerals        | false
            """)
    void isOfferedWhereTheRequirementSpeaksOfOne(String requirement, boolean offered) {
        assertThat(new RequirementText(requirement).namesServices()).isEqualTo(offered);
    }

    @ParameterizedTest
    @CsvSource({"listens on port 3000, 3000", "a server, 8000", "on port 80, 8000", "port 99999, 8000"})
    void thePortIsTheOneThatItNames(String requirement, int port) {
        assertThat(new RequirementText(requirement).port()).isEqualTo(port);
    }
}
