package dev.mgx.json;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one way in which the program writes and reads JSON: snake_case names, ISO-8601 times, enums by
 * {@code toString}; unknown fields, doubled names and trailing text are refused. Thread-safe.
 */
public final class Json {
    /** Deep enough for any document of ours; shallow enough that 100,000 brackets cost nothing. */
    private static final int MAX_NESTING = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_NESTING)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    /** {@code value} as JSON text on one line. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * The value of this type that {@code json} is.
     *
     * @throws MalformedJson when it is none
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new MalformedJson("null is not a " + type.getSimpleName(), null);
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedJson(e.getOriginalMessage(), e);
        }
    }

    /** The object that {@code json} is, as maps, lists, strings, numbers, booleans and nulls. */
    public static Map<String, @Nullable Object> readMap(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<Map<String, @Nullable Object>>() {});
        } catch (JacksonException e) {
            throw new MalformedJson(e.getOriginalMessage(), e);
        }
    }

    /** The tree that {@code json} is. */
    public static JsonNode readTree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new MalformedJson(e.getOriginalMessage(), e);
        }
    }
}
