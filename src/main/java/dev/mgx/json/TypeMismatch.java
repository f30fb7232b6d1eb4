package dev.mgx.json;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Describes why well-formed JSON is not a valid value of the expected type, and its position. */
final class TypeMismatch {
    private TypeMismatch() {}

    static String of(JacksonException e) {
        String position = JsonSyntax.at(e.getLocation());
        return switch (e) {
            case UnrecognizedPropertyException unknown -> "\"%s\" is not a field".formatted(path(e));
            case ValueInstantiationException refused -> reason(refused);
            case MismatchedInputException missing
            when missing.getCurrentToken() == JsonToken.VALUE_NULL -> subject(e) + " is missing or null" + position;
            case MismatchedInputException other -> subject(e) + " must be " + inWords(other.getTargetType()) + position;
            case InputCoercionException other -> subject(e) + " must be " + inWords(other.getTargetType()) + position;
            default -> subject(e) + " is invalid" + position;
        };
    }

    /** The message of the type's own constructor, or a general one. */
    private static String reason(ValueInstantiationException refused) {
        Throwable cause = refused.getCause();
        return cause instanceof IllegalArgumentException own && own.getMessage() != null
                ? own.getMessage()
                : subject(refused) + " is invalid" + JsonSyntax.at(refused.getLocation());
    }

    private static String subject(JacksonException e) {
        return e.getPath().isEmpty() ? "it" : "\"%s\"".formatted(path(e));
    }

    /** The path of the field, such as {@code models[2].name}. */
    static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            path.append(name == null ? "[%d]".formatted(step.getIndex()) : (path.isEmpty() ? "" : ".") + name);
        }
        return path.toString();
    }

    private static String inWords(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return "one of " + Arrays.toString(type.getEnumConstants());
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type) || type == Boolean.class) {
            return number(type);
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a string";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return type == Instant.class ? "a time like 2026-01-31T12:00:00Z" : "an object";
    }

    private static String number(Class<?> type) {
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Integer.class || type == int.class) {
            return "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == Long.class || type == long.class) {
            return "a whole number from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE);
        }
        return type == BigInteger.class ? "a whole number" : "a number";
    }
}
