package dev.mgx.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.store.journal.DecidedEnd;
import dev.mgx.task.RunRequest;
import dev.mgx.task.TaskOptions;
import dev.mgx.task.TaskState;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A field that is missing or null in JSON is refused by name or gets a default; no record gets a null that its type
 * forbids.
 */
@Timeout(30)
class MissingFieldsTest {
    static Stream<Class<?>> records() {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.mgx").stream()
                        .filter(type -> type.isRecord())
                        .map(JavaClass::reflect);
    }

    @Test
    void recordsAreFound() {
        assertThat(records()).hasSizeGreaterThan(80).contains(DecidedEnd.class, TaskState.class);
    }

    @ParameterizedTest
    @MethodSource("records")
    void noRecordIsReadWithAForbiddenNull(Class<?> type) throws ReflectiveOperationException {
        Map<String, @Nullable Object> nulls = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            nulls.put(component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), null);
        }
        for (String json : List.of("{}", Json.write(nulls))) {
            try {
                assertNoNulls(Json.read(json, type));
            } catch (MalformedJson refused) {
                assertThat(refused).hasMessageMatching("(?s).+");
            }
        }
    }

    private static void assertNoNulls(Object value) throws ReflectiveOperationException {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            assertThat(nullable || accessor.invoke(value) != null)
                    .as("%s.%s", value.getClass().getSimpleName(), component.getName())
                    .isTrue();
        }
    }

    private record Held(String name, @Nullable String remark) {}

    private record Holder(
            String title,
            int count,
            @Nullable Held perhaps,
            List<Held> some,
            List<@Nullable String> gaps,
            Map<String, Held> byName,
            Map<String, @Nullable Object> anything) {}

    private static final String WHOLE =
            "{\"title\":\"x\",\"count\":1,\"perhaps\":{\"name\":\"y\"},\"some\":[{\"name\":\"z\"}],"
                    + "\"gaps\":[null],\"by_name\":{\"a\":{\"name\":\"b\"}},\"anything\":{\"c\":null}}";

    @Test
    void nullableFieldsMayBeNull() {
        assertThat(Json.read(WHOLE, Holder.class).gaps()).hasSize(1);
        assertThat(Json.read(WHOLE.replace("{\"name\":\"y\"}", "null"), Holder.class)
                        .perhaps())
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("holes")
    void aForbiddenNullIsRefusedByItsPath(String is, String becomes, String message) {
        assertThat(WHOLE).contains(is);
        assertThatThrownBy(() -> Json.read(WHOLE.replace(is, becomes), Holder.class))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> holes() {
        return Stream.of(
                Arguments.of("\"title\":\"x\",", "", "\"title\" is missing or null"),
                Arguments.of("\"title\":\"x\"", "\"title\":null", "\"title\" is missing or null"),
                Arguments.of("\"count\":1", "\"count\":null", "null"),
                Arguments.of("{\"name\":\"y\"}", "{}", "\"perhaps.name\" is missing or null"),
                Arguments.of("{\"name\":\"z\"}", "null", "\"some[0]\" is missing or null"),
                Arguments.of("{\"name\":\"z\"}", "{\"remark\":\"r\"}", "\"some[0].name\" is missing or null"),
                Arguments.of("{\"name\":\"b\"}", "null", "\"by_name.a\" is missing or null"),
                Arguments.of(",\"anything\":{\"c\":null}", "", "\"anything\" is missing or null"));
    }

    @Test
    void valuesStoredByAnOlderVersionGetDefaults() {
        assertThat(Json.read(WHOLE.replace("\"count\":1,", ""), Holder.class).count())
                .isZero();
        assertThat(Json.read("{\"kind\":\"RESUME\",\"input\":{}}", RunRequest.class))
                .isEqualTo(RunRequest.RESUME);
        assertThat(Json.read("{}", TaskOptions.class)).isEqualTo(TaskOptions.DEFAULT);
    }
}
