package dev.mgx.cli.link;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The values of options, as people write them. A wrong one is a {@link TypeConversionException} with a sentence. */
public final class OptionValues {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,7})(s|m|h)?");

    private OptionValues() {}

    /** Has a command line read them all. */
    public static void register(CommandLine commands) {
        commands.registerConverter(Duration.class, OptionValues::duration)
                .registerConverter(int.class, text -> whole(text, Integer::valueOf))
                .registerConverter(Integer.class, text -> whole(text, Integer::valueOf))
                .registerConverter(long.class, text -> whole(text, Long::valueOf))
                .registerConverter(Long.class, OptionValues::whole)
                .registerConverter(BigDecimal.class, OptionValues::amount);
    }

    public static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new TypeConversionException("'%s' is not a duration like 600, 90s, 10m or 2h".formatted(text));
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (String.valueOf(matcher.group(2))) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofSeconds(amount);
        };
    }

    public static Long whole(String text) {
        return whole(text, Long::valueOf);
    }

    private static <N> N whole(String text, Function<String, N> reading) {
        try {
            return reading.apply(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("must be a whole number, was '%s'".formatted(text));
        }
    }

    public static BigDecimal amount(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("must be a number, was '%s'".formatted(text));
        }
    }
}
