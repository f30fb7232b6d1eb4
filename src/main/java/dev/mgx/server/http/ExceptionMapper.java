package dev.mgx.server.http;

import dev.mgx.engine.EngineRefusal;
import dev.mgx.engine.NoPendingApproval;
import dev.mgx.engine.NotActive;
import dev.mgx.engine.NotResumable;
import dev.mgx.engine.QueueFull;
import dev.mgx.engine.ShuttingDown;
import dev.mgx.engine.SourceMissing;
import dev.mgx.engine.StopUnconfirmed;
import dev.mgx.engine.TaskNotFound;
import dev.mgx.server.intake.FoldedHeader;
import dev.mgx.server.intake.Overloaded;
import dev.mgx.server.problem.Problem;
import dev.mgx.server.problem.ProblemException;
import dev.mgx.server.problem.ProblemType;
import dev.mgx.store.sql.OutcomeUnknown;
import dev.mgx.store.sql.StoreUnavailable;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps every exception to the problem that the client is told. */
public final class ExceptionMapper {
    private static final Logger log = LoggerFactory.getLogger(ExceptionMapper.class);
    private static final String RETRY_SECONDS = "5";

    /** What has had no effect, and is worth trying again as it is. */
    private static final Set<ProblemType> PASSING = EnumSet.of(
            ProblemType.QUEUE_FULL,
            ProblemType.SHUTTING_DOWN,
            ProblemType.OVERLOADED,
            ProblemType.STORAGE_UNAVAILABLE,
            ProblemType.STOP_UNCONFIRMED);

    private ExceptionMapper() {}

    static Response reply(Throwable thrown) {
        return switch (thrown) {
            case ProblemException expected -> reply(expected);
            case InterruptedException interrupted -> reply(closing());
            case RejectedExecutionException closed -> reply(closing());
            default -> reply(problem(thrown).orElseGet(() -> unexpected(thrown)));
        };
    }

    private static Response reply(ProblemException expected) {
        Response reply = Response.of(expected.problem());
        for (Map.Entry<String, String> header : expected.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        return reply;
    }

    private static Response reply(Problem problem) {
        Response reply = Response.of(problem);
        return PASSING.contains(problem.type()) ? reply.with("Retry-After", RETRY_SECONDS) : reply;
    }

    private static Problem unexpected(Throwable thrown) {
        log.error("A request failed", thrown);
        return internal();
    }

    /** What a client is told of a failure that nobody expected; the log has it. */
    public static Problem internal() {
        return Problem.of(ProblemType.INTERNAL, "Internal error; see the server log");
    }

    /** What a client is told of an expected failure; empty for one that nobody expected. */
    public static Optional<Problem> problem(Throwable thrown) {
        return switch (thrown) {
            case ProblemException expected -> Optional.of(expected.problem());
            case EngineRefusal refusal -> Optional.of(Problem.of(type(refusal), sentence(refusal)));
            case Overloaded overloaded -> Optional.of(Problem.of(ProblemType.OVERLOADED, sentence(overloaded)));
            case StoreUnavailable away -> Optional.of(Problem.of(ProblemType.STORAGE_UNAVAILABLE, sentence(away)));
            case OutcomeUnknown unknown -> Optional.of(Problem.of(ProblemType.OUTCOME_UNKNOWN, sentence(unknown)));
            case InterruptedException interrupted -> Optional.of(closing().problem());
            case RejectedExecutionException closed -> Optional.of(closing().problem());
            default -> Optional.empty();
        };
    }

    private static ProblemType type(EngineRefusal refusal) {
        return switch (refusal) {
            case TaskNotFound unknown -> ProblemType.TASK_NOT_FOUND;
            case NotResumable not -> ProblemType.NOT_RESUMABLE;
            case NotActive not -> ProblemType.TASK_NOT_RUNNING;
            case NoPendingApproval nothing -> ProblemType.NO_PENDING_APPROVAL;
            case SourceMissing missing -> ProblemType.SOURCE_MISSING;
            case QueueFull full -> ProblemType.QUEUE_FULL;
            case ShuttingDown closing -> ProblemType.SHUTTING_DOWN;
            case StopUnconfirmed unconfirmed -> ProblemType.STOP_UNCONFIRMED;
        };
    }

    /** The response to what the decoder could not parse as a request. */
    static Response invalid(@Nullable Throwable cause) {
        return Response.of(
                switch (cause) {
                    case TooLongHttpLineException line ->
                        Problem.of(ProblemType.REQUEST_LINE_TOO_LONG, "The request line is too long");
                    case TooLongHttpHeaderException header ->
                        Problem.of(ProblemType.HEADERS_TOO_LONG, "The request headers are too long");
                    case FoldedHeader folded ->
                        Problem.of(ProblemType.BAD_REQUEST, "A header of a request must not go on in another line");
                    case null, default -> Problem.of(ProblemType.BAD_REQUEST, "This is not an HTTP request");
                });
    }

    /** Also ends the connection, which the server is about to close. */
    static ProblemException closing() {
        return new ProblemException(
                Problem.of(ProblemType.SHUTTING_DOWN, "The server is shutting down; try again when it is back"),
                Map.of("Retry-After", RETRY_SECONDS, "Connection", "close"));
    }

    private static String sentence(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null ? thrown.getClass().getSimpleName() : message;
    }
}
