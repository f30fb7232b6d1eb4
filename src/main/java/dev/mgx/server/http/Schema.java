package dev.mgx.server.http;

import dev.mgx.server.problem.Problem.FieldError;
import dev.mgx.workspace.SafePath;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Validates requests against openapi.yaml. Supports the subset of JSON Schema (2020-12) that the description uses, and
 * has a sentence for each violation. Lengths are in code points. A whole number may be written as {@code 1.0} or
 * {@code 1e3}. Only the first violation of a value is reported. Immutable.
 *
 * @param types empty where any is allowed
 * @param all schemas that the value must satisfy as well
 * @param oneOf the allowed values; empty if unrestricted
 */
public record Schema(
        Set<String> types, List<Schema> all, List<String> oneOf, Range range, TextForm text, Contents contents) {

    /** The inclusive bounds of a number. */
    private record Range(
            @Nullable BigDecimal minimum, @Nullable BigDecimal maximum) {
        boolean has(BigDecimal number) {
            return (minimum == null || number.compareTo(minimum) >= 0)
                    && (maximum == null || number.compareTo(maximum) <= 0);
        }

        String inWords() {
            return minimum == null || maximum == null
                    ? ""
                    : " from %s to %s".formatted(minimum.toPlainString(), maximum.toPlainString());
        }
    }

    /**
     * The constraints on a text.
     *
     * @param otherwise the message if the pattern does not match, from the extension {@code x-otherwise}
     */
    private record TextForm(
            int minLength,
            int maxLength,
            @Nullable Pattern pattern,
            String otherwise,
            @Nullable String format) {}

    /** What is in an object or a list. */
    private record Contents(Members members, Elements elements) {}

    /** The fields of an object. */
    private record Members(Map<String, Schema> properties, List<String> required, Others others) {}

    /**
     * The fields of an object that are not named.
     *
     * @param closed whether there may be none
     * @param each what each must satisfy, if anything
     * @param names what their names must satisfy, if anything
     * @param most how many fields there may be
     */
    private record Others(
            boolean closed, @Nullable Schema each, @Nullable Schema names, int most) {
        static Others of(JsonNode node, UnaryOperator<JsonNode> resolve) {
            JsonNode given = node.path("additionalProperties");
            return new Others(
                    given.isBoolean() && !given.booleanValue(),
                    given.isObject() ? Schema.of(given, resolve) : null,
                    node.has("propertyNames") ? Schema.of(node.path("propertyNames"), resolve) : null,
                    node.path("maxProperties").asInt(Integer.MAX_VALUE));
        }
    }

    /** The elements of a list: what each must satisfy, if anything, and how many there may be. */
    private record Elements(@Nullable Schema each, int fewest, int most) {
        Optional<String> sizeFlaw(int size) {
            if (size < fewest || size > most) {
                String bound = size < fewest ? "at least " + fewest : "at most " + most;
                return Optional.of("must have %s, has %d".formatted(bound, size));
            }
            return Optional.empty();
        }
    }

    /** Supported keywords; {@code description} is not checked. */
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "allOf",
            "anyOf",
            "enum",
            "minimum",
            "maximum",
            "minLength",
            "maxLength",
            "pattern",
            "x-otherwise",
            "format",
            "properties",
            "required",
            "additionalProperties",
            "propertyNames",
            "maxProperties",
            "items",
            "minItems",
            "maxItems",
            "default",
            "description");

    /** The format of a path in a project, checked by {@link SafePath} for its better messages. */
    private static final String PROJECT_PATH = "project-path";

    private static final String TIME = "date-time";

    /**
     * Reads a schema.
     *
     * @param resolve resolves a {@code $ref}
     * @throws IllegalStateException if it has a keyword that is not supported
     */
    static Schema of(JsonNode node, UnaryOperator<JsonNode> resolve) {
        List<String> unknown = node.propertyNames().stream()
                .filter(name -> !KEYWORDS.contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "openapi.yaml describes a request with %s, which is not checked".formatted(unknown));
        }
        List<Schema> all = new ArrayList<>();
        if (node.has("$ref")) {
            all.add(of(resolve.apply(node.path("$ref")), resolve));
        }
        node.path("allOf").forEach(each -> all.add(of(each, resolve)));
        if (node.has("anyOf")) {
            all.add(orNull(node.path("anyOf"), resolve));
        }
        Map<String, Schema> properties = new LinkedHashMap<>();
        node.path("properties")
                .properties()
                .forEach(each -> properties.put(each.getKey(), of(each.getValue(), resolve)));
        JsonNode type = node.path("type");
        return new Schema(
                Set.copyOf(type.isString() ? List.of(type.stringValue()) : strings(type)),
                all,
                strings(node.path("enum")),
                new Range(
                        node.path("minimum").decimalValueOpt().orElse(null),
                        node.path("maximum").decimalValueOpt().orElse(null)),
                text(node),
                new Contents(
                        new Members(properties, strings(node.path("required")), Others.of(node, resolve)),
                        new Elements(
                                node.has("items") ? of(node.path("items"), resolve) : null,
                                node.path("minItems").asInt(0),
                                node.path("maxItems").asInt(Integer.MAX_VALUE))));
    }

    /** The one form of {@code anyOf} that is supported: a schema, or null. */
    private static Schema orNull(JsonNode choices, UnaryOperator<JsonNode> resolve) {
        if (choices.size() != 2 || !choices.path(1).path("type").asString("").equals("null")) {
            throw new IllegalStateException(
                    "openapi.yaml describes a request with anyOf %s, which is not checked".formatted(choices));
        }
        return of(choices.path(0), resolve).orNull();
    }

    private Schema orNull() {
        Set<String> orNull = new HashSet<>(types);
        if (!types.isEmpty()) {
            orNull.add("null");
        }
        return new Schema(Set.copyOf(orNull), all.stream().map(Schema::orNull).toList(), oneOf, range, text, contents);
    }

    private static TextForm text(JsonNode node) {
        return new TextForm(
                node.path("minLength").asInt(0),
                node.path("maxLength").asInt(Integer.MAX_VALUE),
                node.has("pattern") ? Pattern.compile(node.path("pattern").stringValue()) : null,
                node.path("x-otherwise").asString("does not have the required form"),
                node.has("format") ? node.path("format").stringValue() : null);
    }

    private static List<String> strings(JsonNode list) {
        return list.valueStream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .toList();
    }

    /** Validates a JSON value and adds its errors, each with the path of its field below {@code at}. */
    void check(@Nullable Object value, String at, List<FieldError> errors) {
        Optional<String> flaw = flaw(value);
        if (flaw.isPresent()) {
            errors.add(new FieldError(at.isEmpty() ? "body" : at, flaw.get()));
        } else if (value instanceof Map<?, ?> fields) {
            checkFields(fields, at.isEmpty() ? "" : at + ".", errors);
        } else if (value instanceof List<?> list) {
            checkElements(list, at, errors);
        }
    }

    private void checkElements(List<?> list, String at, List<FieldError> errors) {
        for (Schema schema : all) {
            schema.checkElements(list, at, errors);
        }
        Schema each = contents.elements.each;
        if (each != null) {
            for (int index = 0; index < list.size(); index++) {
                each.check(list.get(index), "%s[%d]".formatted(at, index), errors);
            }
        }
    }

    private void checkFields(Map<?, ?> fields, String before, List<FieldError> errors) {
        for (Schema schema : all) {
            schema.checkFields(fields, before, errors);
        }
        Members members = contents.members;
        for (String name : members.required) {
            if (!fields.containsKey(name)) {
                errors.add(new FieldError(before + name, "is missing"));
            }
        }
        members.properties.forEach((name, schema) -> {
            if (fields.containsKey(name)) {
                schema.check(fields.get(name), before + name, errors);
            }
        });
        checkOthers(fields, before, errors);
    }

    private void checkOthers(Map<?, ?> fields, String before, List<FieldError> errors) {
        Others others = contents.members.others;
        fields.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (contents.members.properties.containsKey(name)) {
                return;
            }
            if (others.closed) {
                errors.add(new FieldError(before + name, "is not a field"));
            }
            if (others.names != null) {
                others.names
                        .flaw(name)
                        .ifPresent(flaw -> errors.add(new FieldError(before + name, "has a name that " + flaw)));
            }
            if (others.each != null) {
                others.each.check(value, before + name, errors);
            }
        });
    }

    /** The first violation of the value itself, not of its fields. */
    private Optional<String> flaw(@Nullable Object value) {
        for (Schema schema : all) {
            Optional<String> flaw = schema.flaw(value);
            if (flaw.isPresent()) {
                return flaw;
            }
        }
        if (value == null) {
            return types.isEmpty() || types.contains("null") ? Optional.empty() : Optional.of("must not be null");
        }
        if (!hasType(value)) {
            return Optional.of(inWords());
        }
        if (!oneOf.isEmpty() && !oneOf.contains(value)) {
            return Optional.of("must be one of "
                    + String.join(
                            ", ", oneOf.stream().filter(each -> !each.isEmpty()).toList()));
        }
        return switch (value) {
            case String text -> textFlaw(text);
            case List<?> list -> contents.elements.sizeFlaw(list.size());
            case Map<?, ?> fields
            when fields.size() > contents.members.others.most ->
                Optional.of(
                        "must have at most %d fields, has %d".formatted(contents.members.others.most, fields.size()));
            default -> Optional.empty();
        };
    }

    private Optional<String> textFlaw(String value) {
        int length = Text.length(value);
        if (Text.hasHalfPair(value)) {
            return Optional.of("must not contain half a surrogate pair");
        }
        if (length < text.minLength) {
            return Optional.of("must not be empty");
        }
        if (length > text.maxLength) {
            return Optional.of("must be at most %d characters, was %d".formatted(text.maxLength, length));
        }
        if (PROJECT_PATH.equals(text.format)) {
            return SafePath.flaw(value).map(flaw -> "cannot be a project file: " + flaw);
        }
        if (TIME.equals(text.format) && Text.time(value).isEmpty()) {
            return Optional.of("must be a time such as 2026-11-30T10:00:00Z");
        }
        return text.pattern == null || text.pattern.matcher(value).find()
                ? Optional.empty()
                : Optional.of(text.otherwise);
    }

    private boolean hasType(Object value) {
        return switch (value) {
            case String text -> allows("string");
            case Boolean flag -> allows("boolean");
            case Number number -> hasType(new BigDecimal(number.toString()));
            case Map<?, ?> fields -> allows("object");
            default -> allows("array");
        };
    }

    private boolean hasType(BigDecimal number) {
        return (allows("number") || (allows("integer") && isWhole(number))) && range.has(number);
    }

    private boolean allows(String type) {
        return types.isEmpty() || types.contains(type);
    }

    /** Does not expand the exponent, so 1e999999999 is cheap. */
    private static boolean isWhole(BigDecimal number) {
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    /** The requirement in words. */
    private String inWords() {
        if (allows("string")) {
            return "must be a string";
        }
        if (allows("boolean")) {
            return "must be true or false";
        }
        if (allows("object")) {
            return "must be an object";
        }
        if (allows("array")) {
            return "must be a list";
        }
        return (allows("number") ? "must be a number" : "must be a whole number") + range.inWords();
    }

    /** Parses a parameter by this schema; returns the text itself if it does not parse. */
    Object read(String text) {
        if (types.contains("integer") && text.matches("[0-9]{1,19}")) {
            return new BigDecimal(text);
        }
        if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            return Boolean.valueOf(text);
        }
        return text;
    }
}
