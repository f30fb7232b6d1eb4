package dev.mgx.simulated;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The program for any other requirement: stores records of the things and fields that it names. */
record RecordKeeper(Requirement requirement) {
    private static final Pattern SUMS = Pattern.compile("total|sum|statistic|report|how much|how many");
    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static final List<Map<String, Object>> ONCE = List.of(Map.of());

    KnownProgram program() {
        Words thing = requirement.thing();
        List<Field> fields = requirement.fields();
        Map<String, Object> values = new HashMap<>();
        values.put("Type", thing.type());
        values.put("thing", thing.plain());
        String things = thing.plural().plain();
        values.put("things", things);
        values.put("Things", Character.toUpperCase(things.charAt(0)) + things.substring(1));
        values.put("file_name", things.replace(' ', '-') + ".csv");
        values.put("field_names", inWords(fields));
        values.put("field_count", String.valueOf(fields.size()));
        values.put("says_anything", requirement.sentence(NOTHING));
        values.put("says_total", requirement.sentence(SUMS));
        values.put(
                "says_fields",
                requirement.sentence(
                        Pattern.compile(Pattern.quote(fields.getFirst().name().plain()))));
        values.put("fields", each(fields));
        ofTypes(thing, fields, values);
        examples(fields, values);
        return new KnownProgram("records", values);
    }

    private static void ofTypes(Words thing, List<Field> fields, Map<String, Object> values) {
        values.put("wholes", onceIf(has(fields, Field.Type.WHOLE)));
        values.put("decimals", onceIf(has(fields, Field.Type.DECIMAL)));
        values.put("dates", onceIf(has(fields, Field.Type.DATE)));
        values.put("texts", onceIf(has(fields, Field.Type.TEXT)));
        List<Field> summed = fields.stream().filter(Field::summed).toList();
        values.put("total", onceIf(!summed.isEmpty()));
        values.put("total_decimal", onceIf(has(summed, Field.Type.DECIMAL)));
        values.put(
                "summed",
                summed.stream()
                        .map(field -> Map.of(
                                "label", field.name().plain(),
                                "sum", field.sum(thing.type()),
                                "sum_of_two",
                                        new BigDecimal(field.sample(0))
                                                .add(new BigDecimal(field.sample(1)))
                                                .toPlainString()))
                        .toList());
    }

    private static void examples(List<Field> fields, Map<String, Object> values) {
        Field probe =
                fields.stream().filter(field -> !field.typed()).findFirst().orElse(fields.getFirst());
        values.put("probe_first", probe.sample(0));
        values.put("probe_second", probe.sample(1));
        values.put("awkward", examples(fields, probe, "say \"yes, please\""));
        values.put(
                "typed",
                fields.stream()
                        .filter(Field::typed)
                        .findFirst()
                        .map(field -> {
                            Map<String, Object> typed = new HashMap<>(field.values(0, true));
                            typed.put("wrong", examples(fields, field, "abc"));
                            return List.of(typed);
                        })
                        .orElse(List.of()));
    }

    /** One value per field: {@code value} for {@code special}, an example for the others. */
    private static List<Map<String, Object>> examples(List<Field> fields, Field special, String value) {
        List<Map<String, Object>> examples = new ArrayList<>();
        for (Field field : fields) {
            String example = field.equals(special) ? value : field.sample(0);
            examples.add(Map.of("value", example, "comma", examples.size() == fields.size() - 1 ? "" : ", "));
        }
        return examples;
    }

    private static List<Map<String, Object>> each(List<Field> fields) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Field field : fields) {
            all.add(field.values(all.size(), all.size() == fields.size() - 1));
        }
        return all;
    }

    private static boolean has(List<Field> fields, Field.Type type) {
        return fields.stream().anyMatch(field -> field.type() == type);
    }

    private static List<Map<String, Object>> onceIf(boolean condition) {
        return condition ? ONCE : List.of();
    }

    private static String inWords(List<Field> fields) {
        List<String> names = fields.stream().map(field -> field.name().plain()).toList();
        String most = names.stream().limit(names.size() - 1L).collect(Collectors.joining(", "));
        return most.isEmpty() ? names.getLast() : most + " and " + names.getLast();
    }
}
