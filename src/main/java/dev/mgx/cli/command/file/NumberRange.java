package dev.mgx.cli.command.file;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Two numbers to compare, such as {@code 1..3}; {@code 3} alone is {@code 2..3}. */
record NumberRange(int from, int to) {
    private static final Pattern RANGE = Pattern.compile("(?:([1-9]\\d{0,5})\\.\\.)?([1-9]\\d{0,5})");

    /** Reads one from an option. */
    static final class Converter implements ITypeConverter<NumberRange> {
        @Override
        public NumberRange convert(String text) {
            return of(text);
        }
    }

    private static NumberRange of(String text) {
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches() || text.equals("1")) {
            throw new TypeConversionException(
                    "'%s' is not a range like 1..3, or 3 for what 3 changed since 2".formatted(text));
        }
        int to = Integer.parseInt(matcher.group(2));
        return new NumberRange(matcher.group(1) == null ? to - 1 : Integer.parseInt(matcher.group(1)), to);
    }

    /** What the latest changed. */
    static NumberRange latest(int latest) {
        return new NumberRange(latest - 1, latest);
    }
}
