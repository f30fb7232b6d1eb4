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
 * Finds the null that a record of ours must not have: what a field becomes that JSON leaves out, or has as null, and
 * for which the record's constructor has nothing better. Looks into the lists, maps and records that it holds.
 */
final class Nulls {
    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            boolean ours = type.isRecord() && type.getPackage().isAnnotationPresent(NullMarked.class);
            return ours
                    ? Arrays.stream(type.getRecordComponents()).map(Part::of).toList()
                    : List.of();
        }
    };

    private Nulls() {}

    /** A component of a record: its name in JSON, how it is read, and what it may be. */
    private record Part(String name, Method accessor, Shape shape) {
        static Part of(RecordComponent component) {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true); // records that only their own class reads are private to it
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
     * Where a type allows null.
     *
     * @param inside of the elements of a list, or of the values of a map; empty for what holds nothing
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

        Optional<String> first(@Nullable Object value, String at) {
            if (value == null) {
                return nullable ? Optional.empty() : Optional.of(at);
            }
            return switch (value) {
                case List<?> list when inside.size() == 1 -> inList(list, at);
                case Map<?, ?> map
                when inside.size() == 2 ->
                    map.entrySet().stream()
                            .flatMap(entry -> inside.get(1).first(entry.getValue(), at + "." + entry.getKey()).stream())
                            .findFirst();
                default -> inRecord(value, at + ".");
            };
        }

        private Optional<String> inList(List<?> list, String at) {
            for (int i = 0; i < list.size(); i++) {
                Optional<String> found = inside.getFirst().first(list.get(i), "%s[%d]".formatted(at, i));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }

    /** Where the first one is, such as {@code models[2].name}; empty where there is none. */
    static Optional<String> first(Object value) {
        return inRecord(value, "");
    }

    private static Optional<String> inRecord(Object value, String before) {
        for (Part part : PARTS.get(value.getClass())) {
            Optional<String> found = part.shape().first(part.of(value), before + part.name());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
