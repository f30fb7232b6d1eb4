package dev.mgx.team.role;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mgx.json.Json;
import dev.mgx.task.AgentRole;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
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
                Arguments.of("architect", "design", Design.class),
                Arguments.of("change-plan", "change-plan", ChangePlan.class));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void aSchemaHasTheFieldsOfItsRecordAndDemandsThemAll(String prompt, String schema, Class<?> type) {
        PromptTemplate template = PromptTemplate.load(AgentRole.ARCHITECT, prompt, schema);

        assertAgree(Json.readTree(Objects.requireNonNull(template.answerSchema())), type);
    }

    private static void assertAgree(JsonNode schema, Type type) {
        if (type instanceof ParameterizedType list) {
            assertThat(schema.path("type").asString()).isEqualTo("array");
            assertAgree(schema.path("items"), list.getActualTypeArguments()[0]);
        } else if (type == String.class) {
            assertThat(schema.path("type").asString()).isEqualTo("string");
        } else {
            List<String> names = new ArrayList<>();
            for (RecordComponent component : ((Class<?>) type).getRecordComponents()) {
                String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
                names.add(name);
                assertAgree(schema.path("properties").path(name), component.getGenericType());
            }
            assertThat(schema.path("properties").propertyNames()).containsExactlyInAnyOrderElementsOf(names);
            assertThat(schema.path("required").values())
                    .extracting(JsonNode::asString)
                    .containsExactlyElementsOf(names);
            assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        }
    }

    @Test
    void theSchemaTravelsWithThePromptAndWithItsRepair() {
        var prompt = PromptTemplate.load(AgentRole.PRODUCT_MANAGER, "product-manager", "prd")
                .with(Map.of("requirement", "Build it."));

        assertThat(prompt.answerSchema()).contains("user_stories");
        assertThat(PromptTemplate.correcting(prompt, "no", "why").answerSchema())
                .isEqualTo(prompt.answerSchema());
        assertThat(Arrays.asList(
                        PromptTemplate.load(AgentRole.ENGINEER, "engineer").answerSchema()))
                .containsOnlyNulls();
    }
}
