package dev.mgx.llm.http;

import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.endpoint.Endpoint;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A provider's no, whether as a response or in the middle of a stream.
 *
 * @param status as of HTTP; in a stream, the one that the error would have had
 * @param code the provider's word for it; may be empty
 * @param words the provider's sentence, raw
 * @param retryAfter how long it asks to be left alone; null when it does not say
 */
public record ProviderError(
        int status, String code, String words, @Nullable Duration retryAfter) {
    private static final Pattern UNKNOWN_MODEL = Pattern.compile(
            "model_not_found|(?i)\\bmodel\\b.{0,200}\\b(not found|not exist|unknown|not (a )?valid|invalid|not supported)");
    private static final Pattern BAD_KEY =
            Pattern.compile("(?i)api.?key (is )?(not valid|invalid|expired|not found)|API_KEY_INVALID");
    /** llama.cpp's words, and those of others that load a model when it is asked for. */
    private static final Pattern LOADING = Pattern.compile("(?i)\\bloading\\b|\\bwarming up\\b|\\bis starting\\b");
    /** Groq's word for an answer that does not follow the schema; another try may. */
    private static final String INVALID_ANSWER = "json_validate_failed";
    /** Some servers call a field that they do not know a fault of theirs. */
    private static final Set<Integer> REFUSALS = Set.of(400, 422, 500, 501);
    /** OpenAI's and Together's word for an account without money: waiting will not help. */
    private static final Pattern NO_CREDIT = Pattern.compile("insufficient_quota|billing_hard_limit|credit_limit");

    /** What OpenAI and others say of a model that only their other API has. */
    private static final Pattern OTHER_API = Pattern.compile("(?i)\\bv1/responses\\b|\\bresponses (?:api|endpoint)\\b");

    private static final Set<Integer> NO_SUCH_ADDRESS = Set.of(404, 405, 501);

    private static final int PROXY_AUTHENTICATION = 407;

    public static ProviderError of(int status, HttpHeaders headers, String body, Instant now) {
        JsonNode json = ErrorSanitizer.json(body);
        Duration retryAfter = RetryAfter.in(headers, json, now).orElse(null);
        return new ProviderError(status, code(json), ErrorSanitizer.message(body), retryAfter);
    }

    public static ProviderError inStream(JsonNode message) {
        JsonNode error = message.path("error");
        String code = code(message);
        JsonNode number = error.isObject() ? error.path("code") : message.path("code");
        return new ProviderError(status(number, code), code, ErrorSanitizer.message(message.toString()), null);
    }

    private static String code(JsonNode json) {
        JsonNode error = json.isArray() ? json.path(0).path("error") : json.path("error");
        String code = Dialect.text(error.path("code"));
        return code.isEmpty() ? Dialect.text(error.path("type")) + Dialect.text(error.path("status")) : code;
    }

    private static int status(JsonNode number, String code) {
        long status = Dialect.count(number);
        if (status >= 400 && status < 600) {
            return (int) status;
        }
        return switch (code) {
            case "rate_limit_error", "rate_limit_exceeded" -> 429;
            case "authentication_error", "permission_error" -> 401;
            case "not_found_error" -> 404;
            case "invalid_request_error", "BadRequestError" -> 400;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }

    /** The part of the request that this refuses and that can be done without. */
    public Optional<OptionalField> refusedField(Dialect dialect, WireRequest request) {
        if (!REFUSALS.contains(status)) {
            return Optional.empty();
        }
        return dialect.optionalFields().stream()
                .filter(field -> request.has(field) && field.isNamedBy(words))
                .findFirst();
    }

    /** Whether it is not this request, but the address that is not known, or not for this model. */
    public boolean isOfTheApi() {
        return OTHER_API.matcher(words).find()
                || (NO_SUCH_ADDRESS.contains(status)
                        && !words.toLowerCase(Locale.ROOT).contains("model"));
    }

    private Kind kind() {
        if (status == 503 && LOADING.matcher(words).find()) {
            return Kind.LOADING;
        }
        if (code.equals(INVALID_ANSWER)) {
            return Kind.GARBLED;
        }
        if (status == 429) {
            return NO_CREDIT.matcher(code).find() ? Kind.REFUSED : Kind.RATE_LIMITED;
        }
        if (status == 408 || status >= 500) {
            return Kind.OVERLOADED;
        }
        boolean unknown = status == 404
                ? words.contains("model")
                : UNKNOWN_MODEL.matcher(code + " " + words).find();
        return unknown && !keyRefused() ? Kind.UNKNOWN_MODEL : Kind.REFUSED;
    }

    boolean keyRefused() {
        return status == 401
                || status == 403
                || BAD_KEY.matcher(code + " " + words).find();
    }

    /** The failure of a call, as a sentence. */
    public ModelFailed failure(Endpoint endpoint, String model) {
        Kind kind = kind();
        String said = ErrorSanitizer.shown(words, endpoint);
        String sentence = endpoint.title() + " " + verdict(kind, endpoint, model) + (said.isEmpty() ? "" : ": " + said);
        return new ModelFailed(kind, sentence, retryAfter, null);
    }

    private String verdict(Kind kind, Endpoint endpoint, String model) {
        return switch (kind) {
            case RATE_LIMITED ->
                "limits the rate of calls (%d)%s"
                        .formatted(status, retryAfter == null ? "" : ", retry after " + seconds(retryAfter));
            case OVERLOADED -> "failed (%d)".formatted(status);
            case LOADING -> "is still loading the model (%d)".formatted(status);
            case GARBLED -> "could not hold the model to the schema (%d)".formatted(status);
            case UNKNOWN_MODEL -> "has no model %s (%d)".formatted(model, status);
            default -> {
                if (keyRefused()) {
                    yield keyVerdict(endpoint);
                }
                if (status == PROXY_AUTHENTICATION) {
                    yield "is behind a proxy that does not know us (407); set user and password in the proxy's address";
                }
                yield status == 429
                        ? "has no credit left for the key (429)"
                        : "refuses the request (%d)".formatted(status);
            }
        };
    }

    private String keyVerdict(Endpoint endpoint) {
        String setting = endpoint.provider().keySetting();
        if (endpoint.key().isEmpty()) {
            return setting.isEmpty()
                    ? "requires a key (%d)".formatted(status)
                    : "requires a key in %s (%d)".formatted(setting, status);
        }
        return "does not accept the key in %s (%d)".formatted(setting, status);
    }

    private static String seconds(Duration time) {
        return Math.ceilDiv(time.toMillis(), 1000) + " s";
    }
}
