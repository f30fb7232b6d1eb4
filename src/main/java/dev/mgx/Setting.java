package dev.mgx;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.mgx.store.DatabaseUrl;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting there is: its name in the environment and in {@code mgx.properties}, its default, what it
 * may be, and what it is for. On the command line it is the flag of the same name without {@code MGX_},
 * in lower case: {@code MGX_PORT} is {@code --port}.
 */
public enum Setting {
    MGX_HOST("127.0.0.1", Kind.TEXT, "the address to listen on; loopback only"),
    MGX_PORT("8000", Kind.PORT, "the port to listen on; 0 is any free one"),
    MGX_DATA_DIR("~/.mgx", Kind.TEXT, "the folder that holds everything that is kept"),
    MGX_DATABASE_URL("sqlite:", Kind.DATABASE_URL, "where tasks are kept; sqlite: is a database in the data folder"),
    MGX_LLM("auto", Kind.LLM, "which model answers"),
    MGX_MODEL("", Kind.TEXT, "the model to ask; nothing is the provider's usual one"),
    MGX_LLM_BASE_URL("", Kind.BASE_URL, "another address that speaks the provider's protocol; by itself, OpenAI's"),
    OPENAI_API_KEY("", Kind.SECRET, "the key for OpenAI, or for what MGX_LLM_BASE_URL names"),
    ANTHROPIC_API_KEY("", Kind.SECRET, "the key for Anthropic"),
    GEMINI_API_KEY("", Kind.SECRET, "the key for Gemini"),
    TOGETHER_API_KEY("", Kind.SECRET, "the key for Together"),
    MGX_LLM_CONNECT_TIMEOUT("10", Kind.DURATION, "how long a connection to a model may take to come about"),
    MGX_LLM_RECORD("", Kind.TEXT, "the file that every model call is written to, or with MGX_LLM=replay read from"),
    MGX_TEST_MODE("false", Kind.FLAG, "true is the simulated model by its old name"),
    MGX_SIMULATED_DELAY_MS("0", Kind.WHOLE, "a pause before each answer of the simulated model, in milliseconds"),
    MGX_SIMULATED_MISTAKE("none", Kind.MISTAKE, "what the simulated model gets wrong in its first draft"),
    MGX_ROLE_MODELS("", Kind.ROLE_MODELS, "the models of single roles"),
    MGX_FALLBACK_MODELS("", Kind.TEXT, "models to ask when another has failed for good, with commas between them"),
    LLM_MAX_CONCURRENCY("3", Kind.POSITIVE, "how many model calls are made at the same time"),
    MGX_LLM_FIRST_TOKEN_TIMEOUT("120", Kind.DURATION, "how long a model call may take to its first sign of life"),
    MGX_LLM_SILENCE_TIMEOUT("60", Kind.DURATION, "how long a model may be silent within its answer"),
    MGX_LLM_CALL_TIMEOUT("300", Kind.DURATION, "how long one model call may take"),
    MGX_LLM_MAX_ATTEMPTS("3", Kind.POSITIVE, "how often a model is asked before it has failed for good"),
    MGX_LLM_RETRY_BASE("1", Kind.DURATION, "the pause after a first failed model call; it doubles"),
    MGX_LLM_RETRY_MAX(
            "60", Kind.DURATION, "the longest pause after a failed model call, also one the provider asks for"),
    MGX_LLM_MAX_OUTPUT_TOKENS("16384", Kind.POSITIVE, "how many tokens an answer may have"),
    MGX_LLM_MAX_ANSWER_BYTES("1048576", Kind.POSITIVE, "how many bytes of an answer are read"),
    MGX_MODEL_CONTEXT_TOKENS(
            "auto", Kind.WINDOW, "how many tokens the models' windows have; auto is what is known of each"),
    MGX_MAX_COST_USD("5", Kind.MONEY, "what the model calls of a task may cost, where the task does not say"),
    MGX_MAX_TOKENS("off", Kind.COUNT_OR_OFF, "how many tokens a task may use, where the task does not say"),
    MGX_PRICES_FILE(
            "", Kind.TEXT, "a file with prices and windows of models, looked at before the list that is built in"),
    MGX_MAX_RUNNING_TASKS("4", Kind.POSITIVE, "how many tasks run at the same time"),
    MGX_MAX_QUEUED_TASKS("1000", Kind.WHOLE, "how many tasks may wait for a place"),
    MGX_MAX_BODY_BYTES("1048576", Kind.POSITIVE, "how large the body of a request may be, in bytes"),
    MGX_MAX_HEADER_BYTES(
            "16384",
            Kind.POSITIVE,
            "how large the first line of a request, and its headers together, may be, in bytes"),
    MGX_HTTP_HEAD_TIMEOUT(
            "60",
            Kind.DURATION,
            "how long a connection may be without the whole head of a request; longer than clients keep idle ones"),
    MGX_HTTP_BODY_TIMEOUT("30", Kind.DURATION, "how long the body of a request may take"),
    MGX_HTTP_SEND_TIMEOUT("30", Kind.DURATION, "how long a client may take no bytes of an answer before it is cut off"),
    MGX_MAX_TASK_DURATION("600", Kind.DURATION, "how long a run may take where its task does not say"),
    MGX_EXECUTION_TIMEOUT("60", Kind.DAYTIME, "how long one execution of generated code may take"),
    MGX_EXECUTION_CPU_TIME("120", Kind.PROCESSOR_TIME, "how much processor time a process of generated code may use"),
    MGX_EXECUTION_MEMORY_MIB("1024", Kind.MEMORY, "how much memory an execution may use, in MiB"),
    MGX_EXECUTION_PROCESSES("256", Kind.PROCESSES, "how many processes and threads an execution may have at a time"),
    MGX_EXECUTION_DISK_MIB(
            "256", Kind.MEBIBYTES, "how large an execution's folder, and again its /tmp, may grow, in MiB"),
    MGX_EXECUTION_OUTPUT_BYTES("1048576", Kind.OUTPUT, "how much of an execution's output is kept, in bytes"),
    MGX_STOP_TIMEOUT("5", Kind.DURATION, "how long a stop waits for the work to let go"),
    MGX_APPROVAL_TIMEOUT("24h", Kind.DURATION, "how long a person may take to answer"),
    MGX_WS_IDLE_TIMEOUT("30", Kind.DURATION, "how long a WebSocket may be silent before it is closed"),
    MGX_WS_SEND_TIMEOUT("30", Kind.DURATION, "how long a WebSocket may take no bytes before it is closed"),
    MGX_WS_CLOSE_TIMEOUT("5", Kind.DURATION, "how long a WebSocket may take to answer that it is closed"),
    MGX_WS_ALIVE_INTERVAL(
            "15", Kind.DURATION, "how long a WebSocket is sent nothing before it is told that all is well"),
    MGX_WS_LAST_STATE_DELAY(
            "500ms",
            Kind.DURATION,
            "how long after the last event a client of the first engine is told the last state"),
    MGX_WS_MAX_MESSAGE_BYTES("65536", Kind.POSITIVE, "how large a message to a WebSocket may be, in bytes"),
    MGX_SHUTDOWN_TIMEOUT("20", Kind.DURATION, "how long a shutdown waits for steps under way"),
    MGX_SANDBOX("auto", Kind.SANDBOX, "how generated code is kept apart"),
    CORS_ORIGINS(
            "",
            Kind.ORIGINS,
            "origins of other web pages that may use the server, and with it read, spend and delete everything"),
    LOG_LEVEL("INFO", Kind.LEVEL, "how much is logged");

    private static final String TIME = "[0-9]{1,7}(ms|s|m|h)?";

    private final String defaultValue;
    private final Kind kind;
    private final String purpose;

    Setting(String defaultValue, Kind kind, String purpose) {
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.purpose = purpose;
    }

    /** What values a setting takes. */
    enum Kind {
        TEXT("any text", ".*"),
        PORT("a whole number from 0 to 65535", 0, 65_535),
        WHOLE("a whole number from 0 to 2147483647", 0, Integer.MAX_VALUE),
        POSITIVE("a whole number from 1 to 2147483647", 1, Integer.MAX_VALUE),
        MEMORY("a whole number from 64 to 1048576", 64, 1 << 20),
        PROCESSES("a whole number from 8 to 100000", 8, 100_000),
        MEBIBYTES("a whole number from 1 to 1048576", 1, 1 << 20),
        OUTPUT("a whole number from 1024 to 2147483647", 1024, Integer.MAX_VALUE),
        DURATION("a time like 600, 600s, 10m or 24h, from 1ms to 8760h", ofMillis(1), ofDays(365)),
        DAYTIME("a time like 60, 60s, 10m or 24h, from 1ms to 24h", ofMillis(1), ofDays(1)),
        PROCESSOR_TIME("a time like 60, 60s, 10m or 24h, from 1s to 24h", ofSeconds(1), ofDays(1)),
        FLAG("true or false", "(?i)true|false"),
        LLM(
                "auto, simulated, openai, together, anthropic, gemini, ollama or replay",
                "auto|simulated|openai|together|anthropic|gemini|ollama|replay"),
        BASE_URL("http://HOST or https://HOST with a port and a path, and no user or query", "(https?://[^\\s@?#]+)?"),
        /** Never shown: not in an error, not in the help. */
        SECRET("a key, which is printable ASCII without spaces", "[!-~]*"),
        ROLE_MODELS(
                "role=model,role=model with the roles product_manager, architect, engineer, qa_engineer, debugger, editor",
                "(\\s*(product_manager|architect|engineer|qa_engineer|debugger|editor)\\s*=[^,=]*[^,=\\s][^,=]*(,|$))*"),
        WINDOW("auto or a whole number from 1024 to 999999999", "auto|[0-9]{1,15}", 1_024, 999_999_999),
        MONEY("an amount of US dollars like 5 or 0.50, or off", "[0-9]{1,9}(\\.[0-9]{1,6})?|off"),
        COUNT_OR_OFF("a whole number, 1 or more, or off", "0*[1-9][0-9]{0,14}|off"),
        MISTAKE("none, compile or test", "none|compile|test"),
        SANDBOX("auto, bubblewrap, unshare, process or off", "auto|bubblewrap|unshare|process|off"),
        ORIGINS(OriginList.DESCRIPTION, ".*"),
        DATABASE_URL("sqlite: or postgresql://user:password@host:port/database", ".*"),
        LEVEL("ERROR, WARN, INFO, DEBUG or TRACE", "(?i)error|warn|info|debug|trace");

        private final String description;
        private final String pattern;
        /** Of a number, or of a time's milliseconds. */
        private final long least;

        private final long most;

        Kind(String description, String pattern, long least, long most) {
            this.description = description;
            this.pattern = pattern;
            this.least = least;
            this.most = most;
        }

        Kind(String description, String pattern) {
            this(description, pattern, Long.MIN_VALUE, Long.MAX_VALUE);
        }

        Kind(String description, long least, long most) {
            this(description, "[0-9]{1,15}", least, most);
        }

        Kind(String description, Duration least, Duration most) {
            this(description, TIME, least.toMillis(), most.toMillis());
        }

        boolean admits(String value) {
            return value.matches("(?s)" + pattern)
                    && (this == ORIGINS ? areOrigins(value) : isWord(value) || within(amount(value)));
        }

        private static boolean areOrigins(String value) {
            try {
                OriginList.parse(value);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        /** Whether there is nothing to measure in a value that has the pattern. */
        private boolean isWord(String value) {
            return most == Long.MAX_VALUE || !Character.isDigit(value.charAt(0));
        }

        private long amount(String value) {
            return pattern.equals(TIME) ? Settings.time(value).toMillis() : Long.parseLong(value);
        }

        private boolean within(long amount) {
            return least <= amount && amount <= most;
        }
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String purpose() {
        return purpose;
    }

    /** What it may be, in words. */
    public String accepts() {
        return kind.description;
    }

    /** The name of its flag, without dashes. */
    public String flag() {
        return name().replaceFirst("^MGX_", "").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether its value is for nobody's eyes; it has no flag, for everybody on the machine can read those. */
    public boolean secret() {
        return kind == Kind.SECRET;
    }

    static Optional<Setting> named(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.name().equals(name))
                .findFirst();
    }

    /** @throws BadSetting when {@code value} is nothing it may be */
    void check(String value) {
        if (kind == Kind.DATABASE_URL) {
            checkDatabase(value);
            return;
        }
        boolean fits = kind.admits(value);
        if (!fits && secret()) {
            throw new BadSetting("%s is not what it must be, %s".formatted(name(), kind.description));
        }
        if (!fits) {
            throw new BadSetting("%s is '%s', but must be %s".formatted(name(), value, kind.description));
        }
    }

    /** What is wrong is said and the value is not: there may be a password in it. */
    private void checkDatabase(String value) {
        try {
            DatabaseUrl.parse(value);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("%s %s; it must be %s".formatted(name(), e.getMessage(), kind.description));
        }
    }
}
