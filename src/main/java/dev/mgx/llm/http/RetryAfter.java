package dev.mgx.llm.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How long a provider asks to be left alone: {@code Retry-After} as HTTP has it, in seconds or as a date; in
 * milliseconds as OpenAI adds; the time at which what is spent comes back, OpenAI's and Anthropic's; or the
 * delay in the body, Gemini's. Never negative.
 */
final class RetryAfter {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");
    /** As OpenAI writes it: {@code 6m0s}, {@code 1.5s}, {@code 20ms}. */
    private static final Pattern SPAN =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,6})m(?!s))?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?(?:(\\d{1,9})ms)?");

    private static final List<String> OPENAI_BUDGETS = List.of("requests", "tokens");
    private static final List<String> ANTHROPIC_BUDGETS =
            List.of("requests", "tokens", "input-tokens", "output-tokens");

    private RetryAfter() {}

    static Optional<Duration> in(HttpHeaders headers, JsonNode body, Instant now) {
        return headers.firstValue("retry-after-ms")
                .flatMap(RetryAfter::seconds)
                .map(time -> time.dividedBy(1000))
                .or(() -> headers.firstValue("retry-after")
                        .flatMap(value -> seconds(value).or(() -> httpDate(value, now))))
                .or(() -> inBody(body))
                .or(() -> openAi(headers))
                .or(() -> anthropic(headers, now))
                .map(time -> time.isNegative() ? Duration.ZERO : time);
    }

    private static Optional<Duration> seconds(String value) {
        return SECONDS.matcher(value.strip()).matches()
                ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(value.strip()) * 1000)))
                : Optional.empty();
    }

    private static Optional<Duration> httpDate(String value, Instant now) {
        try {
            Instant then = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, then));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A {@code google.rpc.RetryInfo} among the details. */
    private static Optional<Duration> inBody(JsonNode body) {
        JsonNode error = body.isArray() ? body.path(0).path("error") : body.path("error");
        return Dialect.texts(error.path("details"), "retryDelay").stream()
                .findFirst()
                .flatMap(RetryAfter::span);
    }

    private static Optional<Duration> span(String value) {
        Matcher span = SPAN.matcher(value.strip());
        if (value.isBlank() || !span.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofHours(whole(span.group(1)))
                .plusMinutes(whole(span.group(2)))
                .plus(
                        span.group(3) == null
                                ? Duration.ZERO
                                : seconds(span.group(3)).orElse(Duration.ZERO))
                .plusMillis(whole(span.group(4))));
    }

    private static long whole(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Optional<Duration> openAi(HttpHeaders headers) {
        return OPENAI_BUDGETS.stream()
                .filter(budget -> spent(headers, "x-ratelimit-remaining-" + budget))
                .flatMap(budget -> headers.firstValue("x-ratelimit-reset-" + budget).flatMap(RetryAfter::span).stream())
                .max(Comparator.naturalOrder());
    }

    private static Optional<Duration> anthropic(HttpHeaders headers, Instant now) {
        return ANTHROPIC_BUDGETS.stream()
                .filter(budget -> spent(headers, "anthropic-ratelimit-%s-remaining".formatted(budget)))
                .flatMap(budget -> headers
                        .firstValue("anthropic-ratelimit-%s-reset".formatted(budget))
                        .flatMap(value -> isoTime(value, now))
                        .stream())
                .max(Comparator.naturalOrder());
    }

    private static Optional<Duration> isoTime(String value, Instant now) {
        try {
            return Optional.of(Duration.between(now, Instant.parse(value.strip())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean spent(HttpHeaders headers, String name) {
        return headers.firstValue(name).filter(left -> left.strip().equals("0")).isPresent();
    }
}
