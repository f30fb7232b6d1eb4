package dev.mgx.server;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request's query, or its headers. What is wrong is refused with 422; what is unknown is
 * ignored.
 */
final class Query {
    private final MultiMap parameters;

    Query(MultiMap parameters) {
        this.parameters = parameters;
    }

    /** A whole number from {@code min} to {@code max}; {@code standard} where there is none. */
    long whole(String name, long standard, long min, long max) {
        String value = one(name);
        if (value == null) {
            return standard;
        }
        String bounds = "must be a whole number from %d to %d".formatted(min, max);
        // Longer than any long, or with a sign or a letter: not one, and no need to parse it.
        if (value.isEmpty() || value.length() > 19 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Refused.invalid(name, bounds);
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw Refused.invalid(name, bounds);
        }
        throw Refused.invalid(name, bounds);
    }

    int whole(String name, int standard, int min, int max) {
        return Math.toIntExact(whole(name, (long) standard, min, max));
    }

    OptionalInt optionalWhole(String name, int min, int max) {
        return one(name) == null ? OptionalInt.empty() : OptionalInt.of(whole(name, min, min, max));
    }

    boolean flag(String name, boolean standard) {
        String value = one(name);
        return switch (value) {
            case null -> standard;
            case "true" -> true;
            case "false" -> false;
            default -> throw Refused.invalid(name, "must be true or false");
        };
    }

    <E extends Enum<E>> @Nullable E oneOf(String name, Class<E> type) {
        String value = one(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        List<E> all = List.of(type.getEnumConstants());
        return all.stream()
                .filter(constant -> constant.name().equals(value))
                .findFirst()
                .orElseThrow(() -> Refused.invalid(name, "must be one of " + all));
    }

    /** A line of at most {@code max} code points that says something; null where there is none. */
    @Nullable
    String line(String name, int max) {
        String value = one(name);
        if (value == null) {
            return null;
        }
        if (value.isBlank()) {
            throw Refused.invalid(name, "must not be blank");
        }
        if (Text.length(value) > max) {
            throw Refused.invalid(name, "must be at most %d characters".formatted(max));
        }
        Text.flaw(value).ifPresent(flaw -> {
            throw Refused.invalid(name, flaw);
        });
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid(name, "must not contain control characters");
        }
        return value;
    }

    /** Whether a list of values with their weights, as an {@code Accept}, has this one and does not refuse it. */
    boolean lists(String name, String value) {
        return parameters.getAll(name).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .anyMatch(entry -> entry.matches(Pattern.quote(value) + "\\s*(;(?!.*q=0(\\.0*)?$).*)?"));
    }

    private @Nullable String one(String name) {
        List<String> given = parameters.getAll(name);
        if (given.size() > 1) {
            throw Refused.invalid(name, "must be given once");
        }
        return given.isEmpty() ? null : given.getFirst();
    }
}
