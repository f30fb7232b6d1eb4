package dev.mgx.config;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import java.time.Duration;
import java.util.function.Function;

/** The kind of values a setting accepts. */
enum Kind {
    TEXT("any text", ".*"),
    PATH("a path; ~/ is your home folder", "(?!~[^/])[^\\x00]*"),
    PORT("a whole number from 0 to 65535", 0, 65_535),
    WHOLE("a whole number from 0 to 2147483647", 0, Integer.MAX_VALUE),
    POSITIVE("a whole number from 1 to 2147483647", 1, Integer.MAX_VALUE),
    THREADS("a whole number from 1 to 1000", 1, 1_000),
    REPAIRS("a whole number from 0 to 100", 0, 100),
    AUTO_OR_POSITIVE("auto or a whole number from 1 to 2147483647", "auto|[0-9]{1,15}", 1, Integer.MAX_VALUE),
    MEMORY("a whole number from 64 to 1048576", 64, 1 << 20),
    PROCESSES("a whole number from 8 to 100000", 8, 100_000),
    MEBIBYTES("a whole number from 1 to 1048576", 1, 1 << 20),
    OUTPUT("a whole number from 1024 to 2147483647", 1024, Integer.MAX_VALUE),
    DURATION("a duration like 600, 600s, 10m or 24h, from 1ms to 8760h", ofMillis(1), ofDays(365)),
    DAYTIME("a duration like 60, 60s, 10m or 24h, from 1ms to 24h", ofMillis(1), ofDays(1)),
    PROCESSOR_TIME("a duration like 60, 60s, 10m or 24h, from 1s to 24h", ofSeconds(1), ofDays(1)),
    FLAG("true or false", "(?i)true|false"),
    LLM(
            "auto, simulated, openai, together, anthropic, gemini, ollama or replay",
            "auto|simulated|openai|together|anthropic|gemini|ollama|replay"),
    BASE_URL(
            "http://HOST or https://HOST with a port and a path, and no user or query but Azure's api-version",
            "(https?://[^\\s@?#]+(\\?api-version=[\\w.-]+)?)?"),
    /** Never shown: not in an error, not in the help. */
    SECRET("an API key: printable ASCII without spaces", "[!-~]*"),
    /** Never shown either. */
    HEADERS(HeaderList.DESCRIPTION, ".*"),
    /** Not looked at before it is used: it is set for all programs of a machine. */
    PROXY("a URL like http://proxy.example.org:3128, perhaps with user:password@", ".*"),
    ROLE_MODELS(
            "role=model,role=model with the roles product_manager, architect, engineer, qa_engineer, debugger, editor",
            "(\\s*(product_manager|architect|engineer|qa_engineer|debugger|editor)\\s*=[^,=]*[^,=\\s][^,=]*(,|$))*"),
    WINDOW("auto or a whole number from 1024 to 999999999", "auto|[0-9]{1,15}", 1_024, 999_999_999),
    MONEY("an amount of US dollars like 5 or 0.50, or off", "[0-9]{1,9}(\\.[0-9]{1,6})?|off"),
    COUNT_OR_OFF("a whole number, 1 or more, or off", "0*[1-9][0-9]{0,14}|off"),
    DAYS_OR_OFF("off or a whole number of days from 1 to 36500", "off|[0-9]{1,5}", 1, 36_500),
    AUTO_OR_OFF("auto or off", "auto|off"),
    MISTAKE("none, compile or test", "none|compile|test"),
    SANDBOX("auto, bubblewrap, unshare, process or off", "auto|bubblewrap|unshare|process|off"),
    ORIGINS(OriginList.DESCRIPTION, ".*"),
    PUBLIC_URLS(PublicUrlList.DESCRIPTION, ".*"),
    PREVIEW_URL(
            "a URL without a path and with {id} in its host, such as https://{id}.preview.example.com",
            "(https?://[a-zA-Z0-9.-]*\\{id}[a-zA-Z0-9.-]*(:[0-9]{1,5})?)?"),
    PROXIES(ProxyList.DESCRIPTION, ".*"),
    DATABASE_URL("sqlite: or postgresql://user:password@host:port/database", ".*"),
    LOG_FORMAT("text or json", "text|json"),
    AUTHOR(
            "a name and an address like Ada Lovelace <ada@example.org>",
            "[^<>\\s\\p{Cntrl}][^<>\\p{Cntrl}]*+<[^<>@\\s\\p{Cntrl}]++@[^<>@\\s\\p{Cntrl}]++>"),
    LEVEL("ERROR, WARN, INFO, DEBUG or TRACE", "(?i)error|warn|info|debug|trace");

    private static final String TIME = "[0-9]{1,7}(ms|s|m|h)?";

    private final String description;
    private final String pattern;
    /** For numbers, and for durations in milliseconds. */
    private final long min;

    private final long max;

    Kind(String description, String pattern, long min, long max) {
        this.description = description;
        this.pattern = pattern;
        this.min = min;
        this.max = max;
    }

    Kind(String description, String pattern) {
        this(description, pattern, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    Kind(String description, long min, long max) {
        this(description, "[0-9]{1,15}", min, max);
    }

    Kind(String description, Duration min, Duration max) {
        this(description, TIME, min.toMillis(), max.toMillis());
    }

    /** The values, in words. */
    String description() {
        return description;
    }

    boolean accepts(String value) {
        return value.matches("(?s)" + pattern)
                && switch (this) {
                    case HEADERS -> parses(value, HeaderList::parse);
                    case ORIGINS -> parses(value, OriginList::parse);
                    case PUBLIC_URLS -> parses(value, PublicUrlList::parse);
                    case PROXIES -> parses(value, ProxyList::parse);
                    default -> isWord(value) || within(amount(value));
                };
    }

    private static boolean parses(String value, Function<String, ?> parser) {
        try {
            var _ = parser.apply(value);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a matching value has no amount to check. */
    private boolean isWord(String value) {
        return max == Long.MAX_VALUE || !Character.isDigit(value.charAt(0));
    }

    private long amount(String value) {
        return pattern.equals(TIME) ? Settings.time(value).toMillis() : Long.parseLong(value);
    }

    private boolean within(long amount) {
        return min <= amount && amount <= max;
    }
}
