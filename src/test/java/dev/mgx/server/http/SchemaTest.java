package dev.mgx.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.server.DescribedOperation;
import dev.mgx.server.FuzzedRequest;
import dev.mgx.server.HostileValues;
import dev.mgx.server.problem.Problem.FieldError;
import dev.mgx.workspace.SafePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Our validation of requests agrees with that of a full JSON Schema validator. */
@Timeout(60)
class SchemaTest {
    private static final JsonNode API = Json.readTree(Description.API.json());

    private static Schema schema(String json) {
        return Schema.of(
                Json.readTree(json), reference -> API.at(reference.stringValue().substring(1)));
    }

    private static List<FieldError> errors(Schema schema, String json) {
        List<FieldError> errors = new ArrayList<>();
        schema.check(Json.readMap("{\"x\":" + json + "}").get("x"), "x", errors);
        return errors;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"integer","minimum":1,"maximum":9}  | 0                    | must be a whole number from 1 to 9
            {"type":"integer","minimum":1,"maximum":9}  | 1.5                  | must be a whole number from 1 to 9
            {"type":"integer","minimum":1,"maximum":9}  | "1"                  | must be a whole number from 1 to 9
            {"type":"integer","minimum":1,"maximum":9}  | 1e999999             | must be a whole number from 1 to 9
            {"type":"integer","minimum":1,"maximum":9}  | 1e-999999            | must be a whole number from 1 to 9
            {"type":"number"}                           | true                 | must be a number
            {"type":"boolean"}                          | 0                    | must be true or false
            {"type":"string"}                           | null                 | must not be null
            {"type":"string","minLength":1}             | ""                   | must not be empty
            {"type":"string","maxLength":1}             | "😀😀"               | must be at most 1 characters, was 2
            {"type":"string"}                           | "\\ud800"            | must not contain half a surrogate pair
            {"type":"string","enum":["a","b"]}          | "c"                  | must be one of a, b
            {"type":"object"}                           | []                   | must be an object
            {"type":"array","minItems":1}               | []                   | must have at least 1, has 0
            {"type":"array","maxItems":2}               | [1,2,3]              | must have at most 2, has 3
            {"type":"array"}                            | {}                   | must be a list
            {"type":["array","null"]}                   | "x"                  | must be a list
            {"$ref":"#/components/schemas/Words"}       | " "                  | must not be blank
            {"$ref":"#/components/schemas/Words"}       | "a\\u0000"           | must not contain the character NUL
            {"$ref":"#/components/schemas/Words"}       | 7                    | must be a string
            {"$ref":"#/components/schemas/ProjectPath"} | "a\\u0000"           | cannot be a project file: it has a control character
            {"$ref":"#/components/schemas/ProjectPath"} | ""                   | must not be empty
            """)
    void saysInOneSentenceWhatIsWrongWithAValue(String schema, String value, String message) {
        assertThat(errors(schema(schema), value)).containsExactly(new FieldError("x", message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"integer","maximum":1000}        | 1.0
            {"type":"integer","maximum":1000}        | 1e3
            {"type":["integer","null"],"minimum":1}  | null
            {"type":"number"}                        | 1e-999999
            {"type":"string","maxLength":1}          | "😀"
            {"type":["string","null"],"enum":["a"]}  | null
            {"type":["array","null"],"minItems":1}   | null
            {"type":"array","items":{"type":"null"}} | [null, null]
            """)
    void takesWhatTheSchemaTakes(String schema, String value) {
        assertThat(errors(schema(schema), value)).isEmpty();
    }

    @Test
    void saysEverythingThatIsWrongWithItsPlace() {
        assertThat(errors(
                        Description.API.schema("NewTask"),
                        "{\"title\":1,\"nobody\":2,\"options\":{\"max_tokens\":0,\"max_cost\":3}}"))
                .extracting(error -> error.field() + " " + error.message())
                .containsExactlyInAnyOrder(
                        "x.input_prompt is missing",
                        "x.title must be a string",
                        "x.nobody is not a field",
                        "x.options.max_tokens must be a whole number from 1 to 1000000000000",
                        "x.options.max_cost is not a field");
    }

    @Test
    void saysWhichElementOfAListIsWrong() {
        String checks = """
                {"approved": true, "checks": [
                  {"id": "C1", "quote": "", "steps": [{"run": "python3 a.py"}, {"run": " ", "exit": 0}]},
                  {"id": "one", "quote": null, "steps": [], "passed": true},
                  7]}
                """;
        assertThat(errors(Description.API.schema("Approval"), checks))
                .extracting(error -> error.field() + " " + error.message())
                .containsExactlyInAnyOrder(
                        "x.checks[0].steps[1].run must not be blank",
                        "x.checks[0].steps[1].exit is not a field",
                        "x.checks[1].id must be C and a number, such as C1",
                        "x.checks[1].quote must not be null",
                        "x.checks[1].steps must have at least 1, has 0",
                        "x.checks[1].passed is not a field",
                        "x.checks[2] must be an object");
    }

    @Test
    void judgesHostileChecksAsAnotherValidatorDoes() {
        JsonNode described = API.at("/components/schemas/Approval");
        Schema ours = schema(described.toString());
        com.networknt.schema.Schema theirs = peer(described);
        String good = """
                {"approved":true,"checks":[{"id":"C1","quote":"","check":null,"files":[{"path":"a.txt","content":""}],\
                "steps":[{"run":"python3 a.py","input":"1","output":null,"exit_code":0,"files":null}],"self_reported":false}]}""";
        assertThat(errors(ours, good)).isEmpty();
        int judged = 0;
        for (String part : List.of(
                "\"C1\"", "\"quote\":\"\"", "\"a.txt\"", "\"python3 a.py\"", "\"1\"", "\"exit_code\":0", "false}")) {
            String name = part.contains(":") ? part.substring(0, part.indexOf(':') + 1) : "";
            String end = part.endsWith("}") ? "}" : "";
            for (String value : HostileValues.IN_JSON) {
                judged += agree(ours, theirs, good.replace(part, name + value + end)) ? 1 : 0;
            }
        }
        assertThat(judged).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"multipleOf\":2}", "{\"oneOf\":[]}", "{\"properties\":{\"a\":{\"const\":1}}}"})
    void refusesADescriptionThatItWouldNotKeepTo(String schema) {
        assertThatThrownBy(() -> schema(schema))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not checked");
    }

    @Test
    void judgesHostileBodiesAsAnotherValidatorDoesByTheSameDescription() {
        ApiDescription api = new ApiDescription(API);
        int judged = 0;
        for (DescribedOperation operation : DescribedOperation.all(api)) {
            JsonNode described = api.operation(operation.method(), operation.path())
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("schema");
            if (!described.isMissingNode()) {
                Schema ours = schema(described.toString());
                com.networknt.schema.Schema theirs = peer(described);
                for (String body : bodies(api, operation)) {
                    judged += agree(ours, theirs, body) ? 1 : 0;
                }
            }
        }
        assertThat(judged).isGreaterThan(300);
    }

    private static com.networknt.schema.Schema peer(JsonNode schema) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putArray("allOf").add(schema);
        root.set("components", API.path("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root);
    }

    private static List<String> bodies(ApiDescription api, DescribedOperation operation) {
        FuzzedRequest good = operation.request(api, "t");
        List<String> bodies = new ArrayList<>(HostileValues.BODIES);
        for (String name : operation.fields().keySet()) {
            Stream.concat(HostileValues.IN_JSON.stream(), Stream.of("null", "\"\"", "\" \"", "1.0", "\"a\""))
                    .forEach(value -> bodies.add(good.withField(name, value).content()));
        }
        return bodies;
    }

    /**
     * Whether the value is comparable: valid JSON without unpaired surrogates, which the other validator does not
     * check.
     */
    private static boolean agree(Schema ours, com.networknt.schema.Schema theirs, String body) {
        Map<String, @Nullable Object> fields;
        JsonNode tree;
        try {
            fields = Json.readMap(body);
            tree = Json.readTree(body);
        } catch (MalformedJson e) {
            return false;
        }
        if (Text.hasHalfPair(fields.toString())
                || Pattern.compile("[0-9][eE][+-]?[0-9]{3}").matcher(body).find()) {
            return false;
        }
        List<FieldError> errors = new ArrayList<>();
        ours.check(fields, "", errors);
        assertThat(errors.isEmpty())
                .as("%s: we say %s, the other one %s", body, errors, theirs.validate(tree))
                .isEqualTo(theirs.validate(tree).isEmpty());
        return true;
    }

    @Test
    void thePatternOfAProjectPathTakesTheSamePathsAsTheProgram() {
        Pattern pattern = Pattern.compile(
                API.at("/components/schemas/ProjectPath/pattern").stringValue());
        List<String> paths = new ArrayList<>(List.of(
                "a", "a/b", "/a", "a/", "a//b", ".", "..", "...", ".a", "a/.", "a/..", "a/../b", "./a", "C:x", "c:/x"));
        paths.addAll(List.of(
                "a:b",
                "a.",
                "a./b",
                "COM\u00b9",
                "conin$",
                "con",
                "CON.txt",
                "a/nul/b",
                "com1",
                "com1 .x",
                "com10",
                "console",
                "aux/x",
                "LPT9.a.b"));
        paths.addAll(List.of(
                " a", "a ", "a b", "a/ b", "a /b", "a\n", "x".repeat(100), "x".repeat(101), "a/".repeat(9) + "a"));
        paths.addAll(List.of("a/".repeat(10) + "a", "a\\b", "%2e%2e", "😀".repeat(60)));
        IntStream.concat(IntStream.range(0, 0x30000), IntStream.range(0xE0000, 0xE0200)) // no other planes are assigned
                .filter(point -> Character.getType(point) != Character.SURROGATE) // never in a client's text
                .forEach(point -> paths.add("a" + Character.toString(point)));
        List<String> otherwise = paths.stream()
                .filter(path ->
                        pattern.matcher(path).find() == SafePath.flaw(path).isPresent())
                .map(path -> Json.write(path))
                .toList();
        assertThat(otherwise).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.1234567890129,0.123456789012", "5,5", "1e-13,0", "1e-999999999,0", "2.50,2.50"})
    void cutsAmountsOfMoneyAtTheTwelfthDecimal(String given, String taken) {
        assertThat(new Values(Json.readMap("{\"cost\":" + given + "}")).decimal("cost"))
                .isEqualByComparingTo(taken);
    }
}
