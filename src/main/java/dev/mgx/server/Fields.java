package dev.mgx.server;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.server.Problem.FieldError;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object strictly. It collects everything that is wrong; {@link #check} says
 * it all at once, and names the fields that nobody asked for. What is absent or null reads as null.
 */
final class Fields {
    /** More digits after the point than money has use for; a bound, so that no number is a document. */
    private static final int MAX_SCALE = 12;

    private final Map<String, @Nullable Object> values;
    private final String prefix;
    private final List<FieldError> errors;
    private final Set<String> asked = new HashSet<>();
    private final List<Fields> nested = new ArrayList<>();

    private Fields(Map<String, @Nullable Object> values, String prefix, List<FieldError> errors) {
        this.values = values;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** The fields of {@code json}; refused when it is not a JSON object. */
    static Fields of(String json) {
        if (!json.stripLeading().startsWith("{")) {
            throw Refused.invalid("body", "must be a JSON object");
        }
        try {
            return of(Json.readMap(json));
        } catch (MalformedJson e) {
            throw Refused.invalid("body", "is not JSON: " + e.getMessage());
        }
    }

    static Fields of(Map<String, @Nullable Object> values) {
        return new Fields(values, "", new ArrayList<>());
    }

    /** The fields of an object in this one; none where it is absent. */
    Fields object(String name) {
        Object value = take(name);
        Map<String, @Nullable Object> inner = Map.of();
        if (value instanceof Map<?, ?> map) {
            inner = asFields(map);
        } else if (value != null) {
            wrong(name, "must be an object");
        }
        Fields fields = new Fields(inner, prefix + name + ".", errors);
        nested.add(fields);
        return fields;
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    private static Map<String, @Nullable Object> asFields(Map<?, ?> map) {
        return (Map<String, @Nullable Object>) map;
    }

    /** A text of at most {@code max} code points. */
    @Nullable
    String text(String name, int max) {
        Object value = take(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text)) {
            wrong(name, "must be a string");
            return null;
        }
        if (Text.length(text) > max) {
            wrong(name, "must be at most %d characters, was %d".formatted(max, Text.length(text)));
        }
        Text.flaw(text).ifPresent(flaw -> wrong(name, flaw));
        return text;
    }

    /** A text that must be there and say something. */
    String requiredText(String name, int max) {
        if (values.get(name) == null) {
            take(name);
            wrong(name, "is missing");
            return "";
        }
        String text = text(name, max);
        if (text != null && text.isBlank()) {
            wrong(name, "must not be blank");
        }
        return text == null ? "" : text;
    }

    @Nullable
    Boolean flag(String name) {
        Object value = take(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        wrong(name, "must be true or false");
        return null;
    }

    boolean requiredFlag(String name) {
        if (values.get(name) == null) {
            wrong(name, "is missing");
        }
        return Boolean.TRUE.equals(flag(name));
    }

    @Nullable
    Long whole(String name, long min, long max) {
        Object value = take(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Integer || value instanceof Long || value instanceof BigInteger)) {
            wrong(name, "must be a whole number");
            return null;
        }
        BigInteger number = new BigInteger(value.toString());
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            wrong(name, "must be from %d to %d".formatted(min, max));
            return null;
        }
        return number.longValueExact();
    }

    @Nullable
    BigDecimal decimal(String name, long min, long max) {
        Object value = take(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Number)) {
            wrong(name, "must be a number");
            return null;
        }
        BigDecimal number = new BigDecimal(value.toString());
        if (number.scale() > MAX_SCALE
                || number.compareTo(BigDecimal.valueOf(min)) < 0
                || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            wrong(name, "must be from %d to %d with at most %d decimals".formatted(min, max, MAX_SCALE));
            return null;
        }
        return number;
    }

    void wrong(String name, String message) {
        errors.add(new FieldError(prefix + name, message));
    }

    /** Refuses when anything was wrong so far, or any field is there that was not asked for. */
    void check() {
        addUnknown();
        if (!errors.isEmpty()) {
            throw new Refused(Problem.invalid(errors));
        }
    }

    private void addUnknown() {
        values.keySet().stream()
                .filter(name -> !asked.contains(name))
                .forEach(name -> wrong(name, "is not a known field"));
        nested.forEach(Fields::addUnknown);
    }

    private @Nullable Object take(String name) {
        asked.add(name);
        return values.get(name);
    }
}
