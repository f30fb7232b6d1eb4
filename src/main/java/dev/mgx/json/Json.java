package dev.mgx.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The one way in which the program writes and reads JSON: snake_case names, ISO-8601 times, enums by
 * {@code toString}; unknown fields, doubled names, trailing text and a value of another kind ({@code "5"},
 * {@code 1.9} for a whole number) are refused. Thread-safe.
 */
public final class Json {
    /** Deep enough for any document of ours; shallow enough that 100,000 brackets cost nothing. */
    private static final int MAX_NESTING = 64;

    private static final JsonSyntax SYNTAX = new JsonSyntax(MAX_NESTING);

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    // What is written can be read again: no row of ours may become unreadable.
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            // A record has its components as fields, and nothing else: isEmpty() must not become a field.
            .changeDefaultVisibility(checker -> checker.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /**
     * {@code value} as JSON text on one line.
     *
     * @throws MalformedJson when it has no JSON, or nests so deep that it could not be read again
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (StreamConstraintsException e) {
            throw new MalformedJson("it nests more than %d levels deep".formatted(MAX_NESTING), e);
        } catch (JacksonException e) {
            throw new MalformedJson("\"%s\" has no JSON".formatted(TypeMismatch.path(e)), e);
        }
    }

    /**
     * The value of this type that {@code json} is. A field that is left out, or is null, becomes null where the type
     * allows it, and what the record's constructor has for it otherwise; a number that is left out is 0, a flag false.
     *
     * @throws MalformedJson when it is none, or has a null that its type denies
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new MalformedJson("it is null", null);
            }
            Nulls.first(value).ifPresent(place -> {
                throw new MalformedJson("\"%s\" is missing or null".formatted(place), null);
            });
            return value;
        } catch (JacksonException | NumberFormatException e) {
            throw malformed(json, e);
        }
    }

    /** The object that {@code json} is, as maps, lists, strings, numbers, booleans and nulls. */
    public static Map<String, @Nullable Object> readMap(String json) {
        try {
            Map<String, @Nullable Object> map =
                    MAPPER.readValue(json, new TypeReference<Map<String, @Nullable Object>>() {});
            if (map == null) {
                throw new MalformedJson("it is null", null);
            }
            return map;
        } catch (JacksonException | NumberFormatException e) {
            throw malformed(json, e);
        }
    }

    /** The tree that {@code json} is. */
    public static JsonNode readTree(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree.isMissingNode()) {
                throw new MalformedJson("there is no JSON in it", null);
            }
            return tree;
        } catch (JacksonException | NumberFormatException e) {
            throw malformed(json, e);
        }
    }

    /** A sentence without the parser's words and without what was read. */
    private static MalformedJson malformed(String json, RuntimeException e) {
        String sentence = SYNTAX.flaw(json)
                .orElseGet(() -> e instanceof JacksonException mismatch
                        ? TypeMismatch.of(mismatch)
                        : "it has a number with an exponent that is too large");
        return new MalformedJson(sentence, e);
    }
}
