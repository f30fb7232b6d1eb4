package dev.mgx.llm.provider;

import dev.mgx.json.Json;
import dev.mgx.json.MalformedJson;
import dev.mgx.llm.AnswerLimits;
import dev.mgx.llm.ModelFailed;
import dev.mgx.llm.ModelFailed.Kind;
import dev.mgx.llm.Prompt;
import dev.mgx.llm.TextListener;
import dev.mgx.llm.http.AnswerDraft;
import dev.mgx.llm.http.AnswerPace;
import dev.mgx.task.AgentRole;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A very short conversation that shows how fast a model reads and writes, whether its server holds it to a schema, and
 * whether it thinks first; then whether it stops when a call is closed. Held once; what the time does not suffice for
 * stays unknown.
 */
final class FirstConversation {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final AnswerLimits SHORT = new AnswerLimits(100, 64 * 1024);
    private static final AnswerLimits LONG = new AnswerLimits(400, 64 * 1024);
    private static final AnswerLimits SHORTEST = new AnswerLimits(4, 64 * 1024);

    /** Flaws of an answer that tells enough all the same. */
    private static final Set<Kind> FLAWS = Set.of(Kind.TOO_LONG, Kind.REPETITIVE, Kind.EMPTY);

    /** Nothing of this is in the prompt, so a model that keeps to it was held to it. */
    private static final String SCHEMA = """
            {"type": "object", "properties": {"months": {"type": "array", "items": {"type": "string"}, "maxItems": 6}},
             "required": ["months"], "additionalProperties": false}""";

    /** Something to read, so that reading takes a time that can be measured. */
    private static final String READING = """
            A calendar year has twelve months, which differ in length: the first has thirty-one days, the second
            twenty-eight or twenty-nine, and the others thirty or thirty-one by turns, but for two in summer that follow
            each other and have thirty-one both. The names come from Latin: some are those of gods, two those of rulers
            of Rome, and four are numbers, which no longer fit.
            """;

    private final EndpointContext context;
    private final ProviderModel model;
    private final AnswerDraft first;
    private volatile @Nullable ModelFailed failure;
    private volatile @Nullable Boolean stops;

    FirstConversation(EndpointContext context, ProviderModel model) {
        this.context = context;
        this.model = model;
        first = draft(SHORT, true, piece -> {});
    }

    /** What the conversation showed; null is unknown. */
    record Findings(
            @Nullable Double writtenPerSecond,
            @Nullable Double readPerSecond,
            @Nullable Boolean keepsSchemas,
            @Nullable Boolean thinks,
            @Nullable Boolean stops) {}

    /** The listener has heard enough. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super("enough", null, false, false);
        }
    }

    /**
     * Holds the conversation, for {@code atMost}.
     *
     * @throws ModelFailed when the server cannot be reached
     */
    Findings held(Duration atMost) throws InterruptedException {
        Thread thread = Thread.ofVirtual().name("model-conversation").start(this::talk);
        try {
            thread.join(atMost);
        } finally {
            thread.interrupt();
        }
        if (!thread.join(CLOSE_TIMEOUT)) {
            return new Findings(null, null, null, null, null); // it may still write to the draft
        }
        ModelFailed failed = failure;
        if (failed != null && failed.kind() == Kind.UNREACHABLE) {
            throw failed;
        }
        return findings();
    }

    private void talk() {
        try {
            ask(READING + "\nName the first six months of the year.", SCHEMA, SHORT, first);
            OptionalDouble writing = first.pace().writing(first.outputTokens());
            if (writing.isPresent()) {
                findOutWhetherItStops(LONG.maxTokens() / writing.getAsDouble());
            }
        } catch (ModelFailed e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the time is over
        }
    }

    /** An answer that is cut short does as well. */
    private void ask(String user, @Nullable String schema, AnswerLimits limits, AnswerDraft draft)
            throws InterruptedException {
        // Its beginning is new each time, so that no cache of the server has read it already.
        String asked = "(%d) %s".formatted(context.clock().millis(), user);
        Prompt prompt = new Prompt(AgentRole.ENGINEER, "", asked, schema, limits.maxTokens(), 0.0);
        try {
            model.read(prompt, limits, draft);
            draft.whole();
        } catch (ModelFailed e) {
            if (!FLAWS.contains(e.kind())) {
                throw e;
            }
        }
    }

    /**
     * Closes a call in the middle of its answer and sees how soon the next one begins.
     *
     * @param seconds how long the rest of the answer would take
     */
    private void findOutWhetherItStops(double seconds) throws InterruptedException {
        if (seconds < 2) {
            return; // nobody has to wait for that
        }
        int[] heard = {0};
        AnswerDraft cut = draft(LONG, false, piece -> {
            if (++heard[0] == 3) {
                throw new Enough();
            }
        });
        try {
            ask("Write the numbers from one to five hundred in words.", null, LONG, cut);
            return; // it was over too soon
        } catch (Enough e) {
            // As intended.
        }
        AnswerDraft next = draft(SHORTEST, false, piece -> {});
        double soon = Math.min(5, seconds / 2);
        try {
            ask("Say yes.", null, SHORTEST, next);
        } finally {
            double waited = next.pace().secondsToFirst();
            if (next.pace().hasBegun() || waited > soon) {
                stops = waited <= soon;
            }
        }
    }

    private AnswerDraft draft(AnswerLimits limits, boolean structured, TextListener onText) {
        return new AnswerDraft(context.endpoint(), model.name(), limits, structured, onText, context.monotonic());
    }

    private Findings findings() {
        AnswerPace pace = first.pace();
        OptionalDouble told = pace.toldReading();
        OptionalDouble reading =
                told.isPresent() ? told : pace.seenReading(Math.max(first.inputTokens(), READING.length() / 4));
        return new Findings(
                boxed(pace.writing(first.outputTokens())),
                boxed(reading),
                keepsSchemas(),
                pace.hasBegun() ? first.isThoughtful() : null,
                stops);
    }

    private static @Nullable Double boxed(OptionalDouble speed) {
        return speed.isPresent() ? speed.getAsDouble() : null;
    }

    private @Nullable Boolean keepsSchemas() {
        try {
            JsonNode answer = Json.readTree(first.whole());
            return answer.isObject() && answer.path("months").isArray();
        } catch (MalformedJson e) {
            return false;
        } catch (ModelFailed e) {
            return null;
        }
    }
}
