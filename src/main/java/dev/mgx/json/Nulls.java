package dev.mgx.json;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Finds null components of records whose types are not nullable: fields that were missing or null in JSON and for
 * which the record's constructor has no default. Searches nested lists, maps and records.
 */
final class Nulls {
    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            boolean nullMarked = type.isRecord() && type.getPackage().isAnnotationPresent(NullMarked.class);
            return nullMarked
                    ? Arrays.stream(type.getRecordComponents()).map(Part::of).toList()
                    : List.of();
        }
    };

    private Nulls() {}

    /** A component of a record: its JSON name, its accessor, and its nullness. */
    private record Part(String name, Method accessor, Shape shape) {
        static Part of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true); // nested records may be private
            String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            return new Part(name, accessor, Shape.of(component.getAnnotatedType()));
        }

        @Nullable
        Object of(Object holder) {
            try {
                return accessor.invoke(holder);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("%s of a record cannot be read".formatted(name), e);
            }
        }
    }

    /**
     * The nullness of a type and its type arguments.
     *
     * @param inside of its type arguments; empty if it has none
     */
    private record Shape(boolean nullable, List<Shape> inside) {
        static Shape of(AnnotatedType type) {
            List<Shape> inside = type instanceof AnnotatedParameterizedType holder
                    ? Arrays.stream(holder.getAnnotatedActualTypeArguments())
                            .map(Shape::of)
                            .toList()
                    : List.of();
            boolean declared = type.getType() instanceof Class<?> || type instanceof AnnotatedParameterizedType;
            return new Shape(!declared || type.isAnnotationPresent(Nullable.class), inside);
        }

        Optional<String> first(@Nullable Object value, String path) {
            if (value == null) {
                return nullable ? Optional.empty() : Optional.of(path);
            }
            return switch (value) {
                case List<?> list when inside.size() == 1 -> inList(list, path);
                case Map<?, ?> map
                when inside.size() == 2 ->
                    map.entrySet().stream()
                            .flatMap(entry ->
                                    inside.get(1).first(entry.getValue(), path + "." + entry.getKey()).stream())
                            .findFirst();
                default -> inRecord(value, path + ".");
            };
        }

        private Optional<String> inList(List<?> list, String path) {
            for (int i = 0; i < list.size(); i++) {
                Optional<String> found = inside.getFirst().first(list.get(i), "%s[%d]".formatted(path, i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }

    /** The path of the first such null, such as {@code models[2].name}; empty if there is none. */
    static Optional<String> first(Object value) {
        return inRecord(value, "");
    }

    private static Optional<String> inRecord(Object value, String prefix) {
        for (Part part : PARTS.get(value.getClass())) {
            Optional<String> found = part.shape().first(part.of(value), prefix + part.name());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
