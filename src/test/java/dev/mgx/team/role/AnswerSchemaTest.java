package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.llm.Prompt;
import dev.mgx.task.AgentRole;
import dev.mgx.team.answer.FormEcho;
import dev.mgx.team.answer.StructuredAnswer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The JSON Schemas given to models agree with the parsing of answers. */
@Timeout(10)
class AnswerSchemaTest {

    static List<Arguments> schemas() {
        return List.of(
                Arguments.of("product-manager", "prd", Prd.class),
                Arguments.of("architect", "design", ProposedDesign.class),
                Arguments.of("architect-with-packages", "design-with-packages", ProposedDesign.class),
                Arguments.of("qa-engineer", "checks", ProposedChecks.class),
                Arguments.of("qa-engineer-result", "results", WorkedOut.class),
                Arguments.of("qa-engineer-dispute", "ruling", ReviewedChecks.class),
                Arguments.of("change-plan", "change-plan", ChangePlan.class),
                Arguments.of("change-plan-with-packages", "change-plan-with-packages", ChangePlan.class));
    }

    private static Prompt prompt(String name, String schema) {
        return PromptTemplate.load(AgentRole.ARCHITECT, name, schema, 1_000)
                .with(Map.of("requirement", "Build it.", "most_files", "6", "most_checks", "6"));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aSchemaHasTheFieldsOfItsRecordAndDemandsThemAll(String name, String schema, Class<?> type) {
        assertAgree(Json.readTree(Objects.requireNonNull(prompt(name, schema).answerSchema())), type);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void theExampleOfAPromptIsAnAnswer(String name, String schema, Class<?> type) {
        String system = prompt(name, schema).system();
        assertThat(StructuredAnswer.read(system.substring(system.indexOf("\n{") + 1), type, FormEcho.NONE))
                .isNotNull();
    }

    /** So that an answer cannot grow without end; llama.cpp's grammar refuses repetitions of 1,000 and more. */
    @ParameterizedTest
    @MethodSource("schemas")
    void everyTextAndListOfASchemaIsBounded(String name, String schema, Class<?> type) {
        assertBounded(Json.readTree(Objects.requireNonNull(prompt(name, schema).answerSchema())));
    }

    private static void assertBounded(JsonNode schema) {
        switch (schema.path("type").asString()) {
            case "string" -> assertThat(schema.path("maxLength").asInt(0)).isBetween(1, 999);
            case "array" -> {
                assertThat(schema.path("maxItems").asInt(0)).isBetween(1, 999);
                assertBounded(schema.path("items"));
            }
            default -> schema.path("properties").valueStream().forEach(AnswerSchemaTest::assertBounded);
        }
    }

    private static void assertAgree(JsonNode schema, Type type) {
        if (type instanceof ParameterizedType list) {
            assertThat(schema.path("type").asString()).isEqualTo("array");
            assertAgree(schema.path("items"), list.getActualTypeArguments()[0]);
        } else if (type == String.class || type == Integer.class) {
            assertThat(schema.path("type").asString()).isEqualTo(type == String.class ? "string" : "integer");
        } else {
            List<String> names = new ArrayList<>();
            for (RecordComponent component : ((Class<?>) type).getRecordComponents()) {
                String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
                if (!isNotAskedFor(name, type) || schema.path("properties").has(name)) {
                    names.add(name);
                    assertAgree(schema.path("properties").path(name), component.getGenericType());
                }
            }
            assertThat(schema.path("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(names);
            assertThat(schema.path("required").values())
                    .extracting(JsonNode::asString)
                    .containsExactlyElementsOf(names);
            assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        }
    }

    /** Only a ruling needs ids; packages are asked for where there are some; what a file has in it a command shows. */
    private static boolean isNotAskedFor(String name, Type type) {
        return name.equals("id")
                || name.equals("packages")
                || (type == ProposedChecks.ProposedStep.class && name.equals("files"));
    }

    @Test
    void theSchemaTravelsWithThePromptAndWithItsRepair() {
        Prompt prompt = prompt("product-manager", "prd");

        assertThat(prompt.answerSchema()).contains("goals");
        assertThat(PromptTemplate.correcting(prompt, "no", "why").answerSchema())
                .isEqualTo(prompt.answerSchema());
        assertThat(PromptTemplate.correcting(prompt, "no", "why").answerTokens())
                .isEqualTo(1_000);
        assertThat(PromptTemplate.load(AgentRole.ENGINEER, "engineer", 1)
                        .with(Map.of())
                        .answerSchema())
                .isNull();
    }
}
