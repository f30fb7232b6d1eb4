package dev.mgx.server.http;

import dev.mgx.engine.EngineRefusal;
import dev.mgx.engine.NoPendingApproval;
import dev.mgx.engine.NotActive;
import dev.mgx.engine.NotResumable;
import dev.mgx.engine.QueueFull;
import dev.mgx.engine.ShuttingDown;
import dev.mgx.engine.StopUnconfirmed;
import dev.mgx.engine.TaskNotFound;
import dev.mgx.server.intake.FoldedHeader;
import dev.mgx.server.intake.Overloaded;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps every exception to the response that the client gets. */
final class ExceptionMapper {
    private static final Logger log = LoggerFactory.getLogger(ExceptionMapper.class);
    private static final String RETRY_SECONDS = "5";

    private ExceptionMapper() {}

    static Response reply(Throwable thrown) {
        return switch (thrown) {
            case ProblemException problem -> problem.reply();
            case EngineRefusal refusal -> engine(refusal);
            case Overloaded overloaded -> retryLater(sentence(overloaded));
            case StoreUnavailable unavailable -> retryLater(sentence(unavailable));
            case OutcomeUnknown unknown -> Problem.of(503, sentence(unknown)).reply();
            case InterruptedException interrupted -> closing().reply();
            case RejectedExecutionException closed -> closing().reply();
            default -> {
                log.error("A request failed", thrown);
                yield Problem.of(500, "Internal error; see the server log").reply();
            }
        };
    }

    /** The response to what the decoder could not parse as a request. */
    static Response invalid(@Nullable Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException line ->
                Problem.of(414, "The request line is too long").reply();
            case TooLongHttpHeaderException header ->
                Problem.of(431, "The request headers are too long").reply();
            case FoldedHeader folded ->
                Problem.of(400, "A header of a request must not go on in another line")
                        .reply();
            case null, default -> Problem.of(400, "This is not an HTTP request").reply();
        };
    }

    private static Response engine(EngineRefusal refusal) {
        String sentence = sentence(refusal);
        return switch (refusal) {
            case TaskNotFound unknown -> Problem.of(404, sentence).reply();
            case NotResumable not -> Problem.of(409, sentence).reply();
            case NotActive not -> Problem.of(409, sentence).reply();
            case NoPendingApproval nothing -> Problem.of(409, sentence).reply();
            case QueueFull full -> retryLater(sentence);
            case ShuttingDown closing -> retryLater(sentence);
            case StopUnconfirmed unconfirmed -> retryLater(sentence);
        };
    }

    /** Also ends the connection, which the server is about to close. */
    static ProblemException closing() {
        return new ProblemException(
                Problem.of(503, "The server is shutting down; try again when it is back"),
                Map.of("Retry-After", RETRY_SECONDS, "Connection", "close"));
    }

    private static Response retryLater(String sentence) {
        return new ProblemException(Problem.of(503, sentence), Map.of("Retry-After", RETRY_SECONDS)).reply();
    }

    private static String sentence(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }
}
