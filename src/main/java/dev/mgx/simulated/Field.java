package dev.mgx.simulated;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A field of the records of a generated record keeper. */
record Field(Words name, Type type) {

    /** The type of a field, with the Java code to parse and to format it. */
    enum Type {
        TEXT("String", "text", "cells.get(%1$d).strip()", "%s"),
        WHOLE("long", "a whole number", "whole(FIELDS.get(%1$d), cells.get(%1$d))", "String.valueOf(%s)"),
        DECIMAL("BigDecimal", "a number", "decimal(FIELDS.get(%1$d), cells.get(%1$d))", "%s.toPlainString()"),
        DATE("LocalDate", "a date like 2026-01-31", "day(FIELDS.get(%1$d), cells.get(%1$d))", "%s.toString()");

        private final String javaType;
        private final String kind;
        private final String parse;
        private final String cell;

        Type(String javaType, String kind, String parse, String cell) {
            this.javaType = javaType;
            this.kind = kind;
            this.parse = parse;
            this.cell = cell;
        }
    }

    private static final Pattern DATE = words("date|day|birthday|deadline|due|datum|fecha");
    private static final Pattern DECIMAL = words("distance|price|cost|amount|weight|height|length|width|salary|total|"
            + "temperature|hours|duration|km|kilometers|kilometres|miles|fee|balance|litres|liters|kilos|kg|volume");
    private static final Pattern WHOLE = words(
            "year|age|pages|count|quantity|stock|score|rating|minutes|calories|steps|"
                    + "points|reps|sets|servings|copies|seats|players|goals|level|floor|rooms|episodes|seasons|mileage");
    private static final Pattern NOT_SUMMED = words("year|age|rating|score|level|floor|height|temperature|price");

    /** A field of this name; the type is guessed from the name. */
    static Field named(Words name) {
        String plain = name.plain();
        Type type = DATE.matcher(plain).find() && !plain.startsWith("number")
                ? Type.DATE
                : DECIMAL.matcher(plain).find()
                        ? Type.DECIMAL
                        : WHOLE.matcher(plain).find() || plain.startsWith("number of") ? Type.WHOLE : Type.TEXT;
        return new Field(name, type);
    }

    /** Whether the sum of its values is meaningful. */
    boolean summed() {
        boolean numeric = type == Type.WHOLE || type == Type.DECIMAL;
        return numeric && !NOT_SUMMED.matcher(name.plain()).find();
    }

    /** Java code that sums this field over {@code rows} of this type. */
    String sum(String rowType) {
        String getter = rowType + "::" + name.variable();
        return type == Type.WHOLE
                ? "rows.stream().mapToLong(" + getter + ").sum()"
                : "rows.stream().map(" + getter + ").reduce(BigDecimal.ZERO, BigDecimal::add).toPlainString()";
    }

    boolean typed() {
        return type != Type.TEXT;
    }

    /** An example value: the first, second or third. */
    String sample(int index) {
        return switch (type) {
            case TEXT -> List.of("first ", "second ", "third ").get(index) + name.plain();
            case WHOLE -> List.of("12", "30", "7").get(index);
            case DECIMAL -> List.of("12.5", "30.25", "7.0").get(index);
            case DATE -> List.of("2026-01-15", "2026-02-20", "2026-03-05").get(index);
        };
    }

    /** The template values for this field. */
    Map<String, Object> values(int index, boolean last) {
        return Map.ofEntries(
                Map.entry("field", name.variable()),
                Map.entry("label", name.plain()),
                Map.entry("place", name.placeholder()),
                Map.entry("java_type", type.javaType),
                Map.entry("kind", type.kind),
                Map.entry("parse", type.parse.formatted(index)),
                Map.entry("cell", type.cell.formatted(name.variable())),
                Map.entry("comma", last ? "" : ", "),
                Map.entry("bare_comma", last ? "" : ","),
                Map.entry("end", last ? ");" : ","),
                Map.entry("first", sample(0)),
                Map.entry("second", sample(1)),
                Map.entry("third", sample(2)));
    }

    private static Pattern words(String alternatives) {
        return Pattern.compile("\\b(" + alternatives + ")\\b");
    }
}
