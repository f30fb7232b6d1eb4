package dev.mgx.json;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The only JSON reader and writer of the program: snake_case names, ISO-8601 times, enums by {@code toString}.
 * Unknown fields, duplicate names, trailing text, and values of another type ({@code "5"} or {@code 1.9} for a whole
 * number) are refused. Thread-safe.
 */
public final class Json {
    /** Deep enough for every document of the program; shallow enough to refuse 100,000 brackets cheaply. */
    private static final int MAX_NESTING = 64;

    private static final JsonSyntax SYNTAX = new JsonSyntax(MAX_NESTING);

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    // Whatever is written can be read again, so that no stored row becomes unreadable.
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

    /** Takes what is meant beyond doubt where a model, not a program, wrote the JSON. */
    private static final JsonMapper LENIENT = MAPPER.rebuild()
            .enable(
                    JsonReadFeature.ALLOW_JAVA_COMMENTS,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
                    JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.TryConvert)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.TryConvert)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.TryConvert))
            .build();

    /** Takes what a server sends that writes JSON by hand: names that come twice, and numbers that are none. */
    private static final JsonMapper FOREIGN = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .build();

    private Json() {}

    /**
     * Writes {@code value} as JSON on one line.
     *
     * @throws MalformedJson when it cannot be written as JSON, or nests too deeply to be read again
     */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (StreamConstraintsException e) {
            throw new MalformedJson("it nests more than %d levels deep".formatted(MAX_NESTING), e);
        } catch (JacksonException e) {
            throw new MalformedJson("\"%s\" cannot be written as JSON".formatted(TypeMismatch.path(e)), e);
        }
    }

    /**
     * Reads a value of this type. A missing or null field becomes null if the type allows it, or else the default of
     * the record's constructor; a missing number is 0, a missing boolean false.
     *
     * @throws MalformedJson when the text is not a valid value, or a field is null that must not be
     */
    public static <T> T read(String json, Class<T> type) {
        return read(MAPPER, json, type);
    }

    /**
     * The same for JSON that a model wrote: comments, single quotes, trailing commas, line breaks in strings, unknown
     * fields, numbers for strings, and one value for a list are taken as what they mean.
     */
    public static <T> T readLeniently(String json, Class<T> type) {
        return read(LENIENT, json, type);
    }

    private static <T> T read(JsonMapper mapper, String json, Class<T> type) {
        try {
            T value = mapper.readValue(json, type);
            if (value == null) {
                throw new MalformedJson("it is null", null);
            }
            Nulls.first(value).ifPresent(path -> {
                throw new MalformedJson("\"%s\" is missing or null".formatted(path), null);
            });
            return value;
        } catch (JacksonException | NumberFormatException e) {
            throw malformed(json, e);
        }
    }

    /** Reads a JSON object as maps, lists, strings, numbers, booleans and nulls. */
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

    /** Reads JSON as a tree. */
    public static JsonNode readTree(String json) {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree.isMissingNode()) {
                throw new MalformedJson("it contains no JSON", null);
            }
            return tree;
        } catch (JacksonException | NumberFormatException e) {
            throw malformed(json, e);
        }
    }

    /**
     * Reads what another program wrote, one value or several in a row, as trees: also with names that come twice, of
     * which the last counts, and with NaN and Infinity.
     *
     * @throws MalformedJson when it is no JSON
     */
    public static List<JsonNode> readForeign(String json) {
        try (MappingIterator<JsonNode> values =
                FOREIGN.readerFor(JsonNode.class).readValues(json)) {
            List<JsonNode> trees = values.readAll();
            if (trees.isEmpty()) {
                throw new MalformedJson("it contains no JSON", null);
            }
            return trees;
        } catch (JacksonException | NumberFormatException e) {
            throw malformed(json, e);
        }
    }

    /** An exception whose message contains neither the parser's wording nor the input. */
    private static MalformedJson malformed(String json, RuntimeException e) {
        String sentence = SYNTAX.flaw(json)
                .orElseGet(() -> e instanceof JacksonException mismatch
                        ? TypeMismatch.of(mismatch)
                        : "it has a number with an exponent that is too large");
        return new MalformedJson(sentence, e);
    }
}
