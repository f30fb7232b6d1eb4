package dev.mgx.config;

import dev.mgx.store.sql.database.DatabaseUrl;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All settings: the name in the environment and in the settings file, the default, the accepted values, and the
 * purpose. The command-line flag is the name without {@code MGX_}, in lower case: {@code MGX_PORT} is {@code --port}.
 * Every setting with a flag is known by {@code MGX_} and the flag's name too.
 */
public enum Setting {
    MGX_HOST("127.0.0.1", Kind.TEXT, "address to listen on; loopback only"),
    MGX_PORT("8000", Kind.PORT, "port to listen on; 0 for any free port"),
    MGX_PUBLIC_URL("", Kind.PUBLIC_URLS, "under which URLs people reach the server through a proxy"),
    MGX_TRUSTED_PROXIES("", Kind.PROXIES, "proxies whose X-Forwarded-* and Forwarded headers count"),
    MGX_DATA_DIR("~/.mgx", Kind.PATH, "folder for all stored data"),
    MGX_DATABASE_URL("sqlite:", Kind.DATABASE_URL, "where tasks are stored; sqlite: is a database in the data folder"),
    MGX_RETENTION_DAYS(
            "off", Kind.DAYS_OR_OFF, "after how many days in which nothing happened to it a task is deleted"),
    MGX_DATABASE_TIMEOUT(
            "10",
            Kind.DURATION,
            "how long a request waits for the database to answer; a write as long for its turn, and again for its outcome"),
    MGX_LLM("auto", Kind.LLM, "model provider"),
    MGX_MODEL("", Kind.TEXT, "model name; empty for the provider's default"),
    MGX_LLM_BASE_URL("", Kind.BASE_URL, "base URL of a compatible API; without MGX_LLM, an OpenAI-compatible one"),
    OPENAI_API_KEY("", Kind.SECRET, "API key for OpenAI, or for the server at MGX_LLM_BASE_URL"),
    ANTHROPIC_API_KEY("", Kind.SECRET, "API key for Anthropic"),
    GEMINI_API_KEY("", Kind.SECRET, "API key for Gemini"),
    TOGETHER_API_KEY("", Kind.SECRET, "API key for Together"),
    MGX_LLM_HEADERS("", Kind.HEADERS, "headers of every request to a model"),
    MGX_CA_FILE("", Kind.PATH, "file with the certificates (PEM) of further authorities, for connections to models"),
    HTTPS_PROXY("", Kind.PROXY, "proxy for connections to models over https"),
    HTTP_PROXY("", Kind.PROXY, "proxy for connections to models over http"),
    NO_PROXY("", Kind.TEXT, "hosts, domains and networks that are reached without a proxy, separated by commas"),
    MGX_LLM_CONNECT_TIMEOUT("10", Kind.DURATION, "time limit for connecting to a model"),
    MGX_LLM_RECORD("", Kind.PATH, "file to record model calls to, or to replay them from with MGX_LLM=replay"),
    MGX_TEST_MODE("false", Kind.FLAG, "old name of MGX_LLM=simulated"),
    MGX_SIMULATED_DELAY_MS("0", Kind.WHOLE, "delay before each answer of the simulated model, in milliseconds"),
    MGX_SIMULATED_MISTAKE("none", Kind.MISTAKE, "mistake in the simulated model's first draft"),
    MGX_ROLE_MODELS("", Kind.ROLE_MODELS, "models for individual roles"),
    MGX_FALLBACK_MODELS("", Kind.TEXT, "models to try when one has failed for good, separated by commas"),
    LLM_MAX_CONCURRENCY("3", Kind.POSITIVE, "maximum number of concurrent model calls"),
    MGX_LLM_FIRST_TOKEN_TIMEOUT("120", Kind.DURATION, "time limit for the first token of a model call"),
    MGX_LLM_SILENCE_TIMEOUT("60", Kind.DURATION, "longest silence within a model's answer"),
    MGX_LLM_CALL_TIMEOUT("300", Kind.DURATION, "time limit of one model call"),
    MGX_LLM_MAX_ATTEMPTS("3", Kind.POSITIVE, "attempts before a model call has failed for good"),
    MGX_LLM_RETRY_BASE("1", Kind.DURATION, "delay before the first retry of a model call; doubles each time"),
    MGX_LLM_RETRY_MAX("60", Kind.DURATION, "longest delay before a retry, including one that the provider asks for"),
    MGX_LLM_MAX_OUTPUT_TOKENS("16384", Kind.POSITIVE, "maximum number of tokens in an answer"),
    MGX_LLM_THINKING_TOKENS(
            "8192",
            Kind.WHOLE,
            "room for a model's thoughts, in tokens, beside what an answer needs; for models not known to do without"),
    MGX_LLM_MAX_ANSWER_BYTES("1048576", Kind.POSITIVE, "maximum size of an answer in bytes"),
    MGX_MODEL_CONTEXT_TOKENS(
            "auto",
            Kind.WINDOW,
            "size of the models' context windows in tokens; auto uses what the server tells or is known of each model"),
    MGX_MODEL_PROFILE(
            "auto",
            Kind.AUTO_OR_OFF,
            "auto finds out about a model on its first use (window, speed, schemas, thoughts); off does not"),
    MGX_MODEL_PROFILE_TIMEOUT("20", Kind.DURATION, "time limit for finding out about a model"),
    MGX_MAX_COST_USD("5", Kind.MONEY, "budget of a task that sets none"),
    MGX_MAX_TOKENS("off", Kind.COUNT_OR_OFF, "token limit of a task that sets none"),
    MGX_PRICES_FILE("", Kind.PATH, "file with model prices and context windows; overrides the built-in list"),
    MGX_MAX_RUNNING_TASKS("4", Kind.POSITIVE, "maximum number of tasks running at the same time"),
    MGX_MAX_QUEUED_TASKS("1000", Kind.WHOLE, "maximum number of queued tasks"),
    MGX_MAX_BODY_BYTES("1048576", Kind.POSITIVE, "maximum size of a request body in bytes"),
    MGX_MAX_SOURCE_BYTES(
            "67108864",
            Kind.POSITIVE,
            "maximum size in bytes of an existing project that is uploaded, as a zip and unpacked alike"),
    MGX_MAX_SOURCE_FILES("20000", Kind.POSITIVE, "maximum number of its files"),
    MGX_MAX_HEADER_BYTES(
            "16384", Kind.POSITIVE, "maximum size of the request line, and of all headers together, in bytes"),
    MGX_HTTP_HEAD_TIMEOUT(
            "60",
            Kind.DURATION,
            "time limit for receiving the request line and headers; longer than clients keep idle connections"),
    MGX_HTTP_BODY_TIMEOUT("30", Kind.DURATION, "time limit for receiving a request body"),
    MGX_HTTP_SEND_TIMEOUT("30", Kind.DURATION, "how long a client may accept no data before it is disconnected"),
    MGX_HTTP_MAX_CONNECTIONS(
            "auto", Kind.AUTO_OR_POSITIVE, "maximum number of open connections; auto is one for each 64 KiB of heap"),
    MGX_HTTP_MAX_HELD_BYTES(
            "auto",
            Kind.AUTO_OR_POSITIVE,
            "maximum size of all request bodies and responses in memory in bytes; auto is an eighth of the heap"),
    MGX_HTTP_HEAVY_REQUESTS(
            "2", Kind.THREADS, "how many large requests (lists, events, traces, downloads) are at work at a time"),
    MGX_HTTP_HEAVY_WAIT("10", Kind.DURATION, "how long a large request waits for its turn"),
    MGX_HTTP_HEAVY_TIME("30", Kind.DURATION, "time limit for preparing a large response, or a piece of it"),
    MGX_MAX_TASK_DURATION("600", Kind.DURATION, "time limit of a run whose task sets none"),
    MGX_MAX_TURNS("30", Kind.POSITIVE, "how many turns an engineer takes who works alone (team: solo)"),
    MGX_MAX_PROJECT_FILES(
            "2000",
            Kind.POSITIVE,
            "how many files a command may leave in its project, without what build tools can make again"),
    MGX_MAX_PROJECT_MIB("32", Kind.MEBIBYTES, "how large all of them may be together, in MiB"),
    MGX_MAX_REPAIRS(
            "6",
            Kind.REPAIRS,
            "how many times a program whose checks fail is mended or written anew before the run fails"),
    MGX_MAX_EXECUTIONS(
            "auto",
            Kind.AUTO_OR_POSITIVE,
            "how many executions of generated code run at once; the others wait; auto is one for each processor"),
    MGX_EXECUTION_TIMEOUT("60", Kind.DAYTIME, "time limit of one execution of generated code"),
    MGX_EXECUTION_CPU_TIME("120", Kind.PROCESSOR_TIME, "CPU time limit of a process of generated code"),
    MGX_EXECUTION_MEMORY_MIB("1024", Kind.MEMORY, "memory limit of an execution in MiB"),
    MGX_EXECUTION_PROCESSES("128", Kind.PROCESSES, "maximum number of processes and threads of an execution"),
    MGX_EXECUTION_DISK_MIB("256", Kind.MEBIBYTES, "size limit of an execution's folder, and again of its /tmp, in MiB"),
    MGX_EXECUTION_OUTPUT_BYTES("1048576", Kind.OUTPUT, "maximum size of the stored output of an execution in bytes"),
    MGX_STOP_TIMEOUT("5", Kind.DURATION, "how long a stop waits for the work to finish"),
    MGX_APPROVAL_TIMEOUT("24h", Kind.DURATION, "time limit for a person's answer"),
    MGX_WS_IDLE_TIMEOUT("30", Kind.DURATION, "how long a WebSocket may be idle before it is closed"),
    MGX_WS_SEND_TIMEOUT("30", Kind.DURATION, "how long a WebSocket may accept no data before it is closed"),
    MGX_WS_CLOSE_TIMEOUT("5", Kind.DURATION, "how long to wait for the answer to a WebSocket close"),
    MGX_WS_ALIVE_INTERVAL(
            "15",
            Kind.DURATION,
            "how long a WebSocket is idle before an alive message is sent; the page takes one that is silent for 40 s for broken"),
    MGX_WS_LAST_STATE_DELAY(
            "500ms",
            Kind.DURATION,
            "delay between the last event and the terminal state for clients of the first engine"),
    MGX_WS_MAX_MESSAGE_BYTES("65536", Kind.POSITIVE, "maximum size of a client's WebSocket message in bytes"),
    MGX_SHUTDOWN_TIMEOUT("20", Kind.DURATION, "how long a shutdown waits for running steps"),
    MGX_SANDBOX("auto", Kind.SANDBOX, "isolation of generated code"),
    MGX_PREVIEW_URL("", Kind.PREVIEW_URL, "where running programs are reached behind a proxy"),
    MGX_MAX_SERVICES("4", Kind.WHOLE, "maximum number of programs that listen and run at a time; 0 for none"),
    MGX_SERVICE_START_TIMEOUT("30", Kind.DURATION, "time limit for a started program to listen"),
    MGX_SERVICE_IDLE_TIMEOUT("15m", Kind.DURATION, "after how long without a visitor a running program is stopped"),
    MGX_SERVICE_MAX_DURATION("4h", Kind.DURATION, "after how long a running program is stopped in any case"),
    MGX_PACKAGES("auto", Kind.AUTO_OR_OFF, "auto lets programs use packages; off leaves them the standard library"),
    MGX_PACKAGES_MIN_AGE("168h", Kind.DURATION, "how long a version of a package must have been out to be used"),
    MGX_PACKAGES_DENY("", Kind.TEXT, "packages that are not used, separated by commas"),
    MGX_PACKAGES_MAX_MIB("200", Kind.MEBIBYTES, "size limit of a package, and of all packages of a program, in MiB"),
    MGX_PACKAGES_STORE_MIB("2048", Kind.MEBIBYTES, "size of the store of downloaded and installed packages in MiB"),
    MGX_GIT_AUTHOR(
            "MGX Engine <mgx@localhost>",
            Kind.AUTHOR,
            "author of the commits that a command puts on the branch of a task in your repository"),
    CORS_ORIGINS(
            "", Kind.ORIGINS, "other origins that may use the server, and with it read, spend and delete everything"),
    LOG_LEVEL("INFO", Kind.LEVEL, "log level"),
    MGX_LOG_FORMAT("text", Kind.LOG_FORMAT, "form of the log's lines");

    static final String PREFIX = "MGX_";

    private final String defaultValue;
    private final Kind kind;
    private final String purpose;

    Setting(String defaultValue, Kind kind, String purpose) {
        this.defaultValue = defaultValue;
        this.kind = kind;
        this.purpose = purpose;
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String purpose() {
        return purpose;
    }

    /** The accepted values, in words. */
    public String accepts() {
        return kind.description();
    }

    /** The name of its command-line flag, without dashes. */
    public String flag() {
        return name().replaceFirst("^" + PREFIX, "").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether its value is secret. A secret has no flag, because every user of the machine can read command lines. */
    public boolean secret() {
        return kind == Kind.SECRET || kind == Kind.HEADERS;
    }

    /** Whether its value is, or may contain, what nobody else should read. */
    boolean confidential() {
        return secret() || kind == Kind.DATABASE_URL || kind == Kind.PROXY;
    }

    /** Whether its value is a path. */
    boolean path() {
        return kind == Kind.PATH;
    }

    /** Whether it is set for all programs of a machine, also in lower case, which then goes first. */
    boolean ofTheMachine() {
        return this == HTTPS_PROXY || this == HTTP_PROXY || this == NO_PROXY;
    }

    /** The names that it is known by in the environment and in the settings file: one or more. */
    List<String> names() {
        if (ofTheMachine()) {
            return List.of(PREFIX + name(), name().toLowerCase(Locale.ROOT), name());
        }
        return secret() || name().startsWith(PREFIX) ? List.of(name()) : List.of(name(), PREFIX + name());
    }

    static Optional<Setting> named(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.names().contains(name))
                .findFirst();
    }

    /** @throws BadSetting when {@code value} is not accepted */
    void check(String value) {
        if (kind == Kind.DATABASE_URL) {
            checkDatabase(value);
            return;
        }
        boolean valid = kind.accepts(value);
        if (!valid && secret()) {
            throw new BadSetting("%s is not valid; it must be %s".formatted(name(), kind.description()));
        }
        if (!valid) {
            throw new BadSetting(
                    "%s is '%s', but must be %s".formatted(name(), ShownUrl.of(value), kind.description()));
        }
    }

    /** The message does not contain the value, which may include a password. */
    private void checkDatabase(String value) {
        try {
            DatabaseUrl.parse(value);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("%s %s; it must be %s".formatted(name(), e.getMessage(), kind.description()));
        }
    }
}
